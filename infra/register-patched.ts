/** Whether services are moved to patched revisions, and what the gate needs for that besides what it acts with. */
import { Aws, type CfnCondition, CfnParameter, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Reach } from "./ecs-permissions.ts";
import type { Grant } from "./grant.ts";

/** Declared in the stack itself, as its other parameters. */
export function declareRegisterPatched(stack: Construct): CfnParameter {
	return new CfnParameter(stack, "RegisterPatched", {
		...{ allowedValues: ["off", "on"], default: "off" },
		description:
			"on: a service whose task definition constraints patch (mutate: true) is moved to a patched revision, while Enforce is on.",
	});
}

/** `acts`: the condition under which anything is done at all. */
export function registersPatched(registerPatched: CfnParameter, acts: CfnCondition) {
	return Fn.conditionAnd(acts, Fn.conditionEquals(registerPatched, "on"));
}

/** Besides UpdateService, TagResource and PassRole, which whoever acts may anyway. */
export function registeringPatched({ region }: Reach): readonly Grant[] {
	const ecs = (resource: string) => `arn:${Aws.PARTITION}:ecs:${region}:${Aws.ACCOUNT_ID}:${resource}`;
	return [
		{
			sid: "RegisterPatched",
			actions: ["ecs:RegisterTaskDefinition"],
			resources: [ecs("task-definition/*")],
			because:
				"Which service's definition is patched is not known before; only this account, and only while Enforce and RegisterPatched are on.",
		},
		{
			sid: "JudgeMoved",
			actions: ["ecs:DescribeClusters"],
			resources: [ecs("cluster/*")],
			because: "A service that was moved is judged as it is then, its cluster too; which that is is not known before.",
		},
	];
}
