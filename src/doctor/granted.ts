/** What the template of a stack gives to its roles, with the names that its parts have got. Pure. */
import type { Simulated } from "./reads.ts";
import type { Part, Stack } from "./stack.ts";

interface Statement {
	readonly Effect?: string;
	readonly Action?: string | readonly string[];
	readonly Resource?: unknown;
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface PolicyProperties {
	readonly Roles?: readonly { readonly Ref?: string }[];
	readonly PolicyDocument?: { readonly Statement?: readonly Statement[] };
}

export interface Granted extends Simulated {
	readonly roleName: string;
}

/** One for each statement of the policies that exist: those that hang on a condition, such as Enforce, exist only where it holds. */
export function grantedBy(stack: Stack): readonly Granted[] {
	const resources = stack.read.template.Resources ?? {};
	const policies = stack.all("AWS::IAM::Policy").map(({ id }) => (resources[id]?.Properties ?? {}) as PolicyProperties);
	const given = policies.flatMap(({ Roles = [], PolicyDocument }) =>
		Roles.flatMap(({ Ref = "" }) => (PolicyDocument?.Statement ?? []).map((statement) => ({ of: Ref, statement }))),
	);
	const refusals = given.filter(({ statement }) => statement.Effect === "Deny");
	return given.flatMap(({ of, statement }) => {
		const role = stack.read.parts.find(({ id }) => id === of);
		if (role === undefined || statement.Effect === "Deny") return [];
		return [
			grant(
				stack,
				role,
				statement,
				refusals.filter((refusal) => refusal.of === of).map((refusal) => refusal.statement),
			),
		];
	});
}

/** `refusals`: each refuses all but what its condition names, as the member's refuses all Regions but its own. */
function grant(
	stack: Stack,
	role: Part,
	{ Action = [], Resource = "*", Condition = {} }: Statement,
	refusals: readonly Statement[],
): Granted {
	const all = [...refusals.map((refusal) => refusal.Condition ?? {}), Condition];
	const conditions = all.flatMap((condition) => Object.values(condition)).flatMap((keys) => Object.entries(keys));
	return {
		...{ role: stack.arnOf(role), roleName: role.name, actions: [Action].flat() },
		resources: [Resource].flat().map((one) => textOf(stack, one)),
		context: Object.fromEntries(conditions.map(([key, value]) => [key, [firstOf(stack, value)]])),
	};
}

/** Any one of the values that a condition allows. */
function firstOf(stack: Stack, value: unknown): string {
	const first: unknown = Array.isArray(value) ? value[0] : value;
	return textOf(stack, first).split(",")[0] ?? "";
}

/** What the intrinsics that infra/ uses come to. */
function textOf(stack: Stack, value: unknown): string {
	if (typeof value !== "object" || value === null) return String(value);
	const { Ref, "Fn::GetAtt": attribute, "Fn::Join": join } = value as Readonly<Record<string, unknown>>;
	if (typeof Ref === "string") return referred(stack, Ref);
	if (Array.isArray(attribute)) {
		const part = stack.read.parts.find(({ id }) => id === attribute[0]);
		return part === undefined ? "*" : stack.arnOf(part);
	}
	if (Array.isArray(join)) return (join[1] as readonly unknown[]).map((part) => textOf(stack, part)).join(String(join[0]));
	return "*";
}

function referred({ read, where, name }: Stack, reference: string): string {
	const pseudo: Readonly<Record<string, string>> = {
		...{ "AWS::Partition": where.partition, "AWS::Region": where.region, "AWS::AccountId": where.account, "AWS::StackName": name },
	};
	return pseudo[reference] ?? read.parameters[reference] ?? read.parts.find(({ id }) => id === reference)?.name ?? "*";
}
