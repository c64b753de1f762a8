/** Which registries the gate asks about images, and what it needs for those that are ECR's. */
import { Aws, CfnCondition, CfnParameter, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Grant } from "./grant.ts";

const LABEL = "[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?";
/** As src/variable-forms.ts takes it; nothing but wildcards would be everywhere. */
const ENTRY = `(?![*.]+(,|$))${LABEL}(\\.${LABEL})*(:\\d{1,5})?`;

/** Declared in the stack itself, as its other parameters. Never empty: an empty variable is one that is not set, and its default asks many. */
export function declareRegistries(stack: Construct): CfnParameter {
	return new CfnParameter(stack, "Registries", {
		default: "none",
		allowedPattern: `^${ENTRY}(, ?${ENTRY})*$`,
		description: "Registries that policies may have asked about images: ecr for ECR's private ones, else hosts; none: nobody is asked.",
	});
}

export function asksRegistries(registries: CfnParameter) {
	return Fn.conditionNot(Fn.conditionEquals(registries, "none"));
}

export function hasRegistries(stack: Construct, registries: CfnParameter): CfnCondition {
	return new CfnCondition(stack, "HasRegistries", { expression: asksRegistries(registries) });
}

/**
 * While a registry is asked. Reads only, in the registry of the role's own account: no other account's is asked by this role.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export function askingRegistries(): readonly Grant[] {
	return [
		{
			sid: "LogInToRegistry",
			actions: ["ecr:GetAuthorizationToken"],
			resources: ["*"],
			because: "The API knows no resource for this action: a token is for all that the role may pull.",
		},
		{
			sid: "AskAboutImages",
			actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImageScanFindings", "ecr:DescribeImageSigningStatus"],
			resources: [`arn:${Aws.PARTITION}:ecr:*:${Aws.ACCOUNT_ID}:repository/*`],
			because: "Which image a workload names, and from which Region's registry of this account, is not known before.",
		},
		{
			// AWS asks for them of whoever reads an enhanced scan through ECR:
			// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
			sid: "ReadEnhancedScans",
			actions: ["inspector2:ListCoverage", "inspector2:ListFindings"],
			resources: ["*"],
			because: "The API knows no resource for these actions.",
		},
	];
}
