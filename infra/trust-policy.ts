/** Whose signatures of images count: a file that the code brings along, as it does constraints. */
import { CfnCondition, CfnParameter, type CfnParameterProps, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";

export interface TrustParameters {
	readonly file: CfnParameter;
	readonly hasTrustPolicy: CfnCondition;
}

/** Declared in the stack itself, as its other parameters. */
export function declareTrustPolicy(stack: Construct, props: Pick<CfnParameterProps, "allowedPattern" | "description">): TrustParameters {
	const file = new CfnParameter(stack, "TrustPolicy", { default: "", ...props });
	const isGiven = Fn.conditionNot(Fn.conditionEquals(file, ""));
	return { file, hasTrustPolicy: new CfnCondition(stack, "HasTrustPolicy", { expression: isGiven }) };
}

/** `folder`: where the file lies. An empty variable is one that is not set. */
export function trustEnvironment({ file, hasTrustPolicy }: TrustParameters, folder: string): Record<string, string> {
	return { TASKGATE_TRUST: Fn.conditionIf(hasTrustPolicy.logicalId, `${folder}${file.valueAsString}`, "").toString() };
}
