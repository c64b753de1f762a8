/** A permission as it is given here: what, on what, and why where it is on more than one named thing. */
import { type CfnCondition, Validations } from "aws-cdk-lib";
import { type CfnPolicy, Effect, Policy, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";

export interface Grant {
	readonly sid: string;
	readonly actions: readonly string[];
	readonly resources: readonly string[];
	readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** Why a resource holds a `*`; compulsory for one that does. */
	readonly because?: string;
	/** It takes away instead, whatever other policies give: the wider, the narrower the role. */
	readonly refuses?: true;
}

/**
 * One policy of a role. With a condition it exists only where that holds; it lies beside the role then, because what depends on the role
 * cannot depend on what may not exist. @throws for a wildcard without a reason.
 */
export function give(role: Role, name: string, grants: readonly Grant[], condition?: CfnCondition): void {
	const [scope, id] = condition === undefined ? [role, name] : [role.stack, `${role.node.id}${name}`];
	const policy = new Policy(scope, id, { statements: grants.map(statement), roles: [role] });
	if (condition !== undefined) (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = condition;
	for (const { sid, resources, because } of grants.filter(({ refuses }) => refuses !== true)) {
		for (const resource of resources.filter((text) => text.includes("*"))) {
			if (because === undefined) throw new Error(`${sid} is granted on ${resource} without a reason: give \`because\``);
			Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[Resource::${asNagSays(policy, resource)}]`, reason: because });
		}
	}
}

function statement({ sid, actions, resources, conditions, refuses }: Grant): PolicyStatement {
	return new PolicyStatement({
		sid,
		effect: refuses ? Effect.DENY : Effect.ALLOW,
		actions: [...actions],
		resources: [...resources],
		...(conditions && { conditions: { ...conditions } }),
	});
}

/** cdk-nag names a resource by its text, with references in angle brackets. */
function asNagSays(policy: Policy, resource: string): string {
	const resolved: unknown = policy.stack.resolve(resource);
	if (typeof resolved === "string") return resolved;
	const [separator, parts] = (resolved as { "Fn::Join": [string, readonly unknown[]] })["Fn::Join"];
	return parts.map(textOf).join(separator);
}

function textOf(part: unknown): string {
	if (typeof part === "string") return part;
	const { Ref, "Fn::GetAtt": attribute } = part as { Ref?: string; "Fn::GetAtt"?: readonly string[] };
	return `<${Ref ?? attribute?.join(".")}>`;
}
