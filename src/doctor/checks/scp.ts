/** Whether the service control policies in force on this account say what `taskgate scp` would have them say. */
import { isDeepStrictEqual } from "node:util";
import { loadConstraints } from "../../constraints/profile.ts";
import { openBuiltIn } from "../../rego/built-in-bundle.ts";
import { fromPolicies } from "../../scp/from-policies.ts";
import { onlyAdmitted } from "../../scp/only-admitted.ts";
import { protection } from "../../scp/protection.ts";
import type { Statement } from "../../scp/statement.ts";
import type { Check } from "../check.ts";
import { type Found, notApplicable, ok, problem, type Where } from "../found.ts";
import type { ControlPolicies } from "../reads.ts";
import { aws, Raw, word } from "../shell.ts";
import type { Stack } from "../stack.ts";

export const scp: Check = {
	name: "scp",
	why: "without them an administrator of this account can take the gate away, and everybody can register past it",
	async examine({ reads, stack, where }) {
		const whole = stack();
		const inForce = await reads.controlPolicies(where.account);
		if (inForce === undefined)
			return [notApplicable("this account is in no organization, and service control policies are an organization's")];
		if (inForce.managementAccount === where.account)
			return [notApplicable("this is the organization's management account, which service control policies do not bind")];
		return held(await expected(whole), inForce, whole);
	},
};

interface Expected {
	readonly statement: Statement;
	/** Whether its conditions name roles, which only who has printed it knows. */
	readonly namesRoles: boolean;
}

/** Of the stack's profile, and what protects its parts; a file of constraints lies with the function, so that nothing is said by it. */
async function expected(stack: Stack): Promise<readonly Expected[]> {
	const { Profile, Constraints } = stack.read.parameters;
	const { policies } = await openBuiltIn();
	const { constraints, exemptions } =
		Profile === undefined || Constraints
			? { constraints: [], exemptions: [] }
			: await loadConstraints({ profile: Profile, files: [] }, policies);
	const roles = { gateRoles: gateRoles(stack), hookRoles: [], adminRoles: [], deployerRoles: [] };
	const ofRoles = [
		...onlyAdmitted({ ...roles, cloudFormationRoles: [], byCloudFormation: false }),
		...protection({ ...roles, stack: stackPrefix(stack), hooked: false }),
	];
	return [
		...fromPolicies(constraints, exemptions, policies).statements.map(({ statement }) => ({ statement, namesRoles: false })),
		...ofRoles.map(({ statement }) => ({ statement, namesRoles: true })),
	];
}

/** As docs/organization.md has them. */
function gateRoles({ kind, name, where }: Stack): readonly string[] {
	const role = (pattern: string) => `arn:${where.partition}:iam::*:role/${pattern}`;
	return kind === "gate" ? [role(`${name}-*`)] : [role("TaskgateHub-*"), role("taskgate-member")];
}

function stackPrefix({ kind, name }: Stack): string {
	return kind === "member" ? name.replace(/-[0-9a-f-]{36}$/, "") : name;
}

interface InForce {
	readonly Sid?: string;
	readonly Effect?: string;
	readonly Action?: string | readonly string[];
	readonly Condition?: unknown;
}

function held(wanted: readonly Expected[], { attached }: ControlPolicies, stack: Stack): readonly Found[] {
	const statements = attached.flatMap(({ document }) => {
		const { Statement = [] } = (document ?? {}) as { readonly Statement?: InForce | readonly InForce[] };
		return [Statement].flat() as readonly InForce[];
	});
	const missing = wanted.filter((one) => !statements.some((there) => says(there, one))).map(({ statement }) => statement.Sid);
	const looked = new Set(attached.map(({ policy }) => policy));
	if (missing.length === 0) return [ok(`all ${wanted.length} statements are in force, by ${[...looked].join(", ")}`)];
	const seen = `${missing.length} of ${wanted.length} statements are not in force here: ${missing.join(", ")} (looked at: ${[...looked].join(", ") || "none"})`;
	return [problem(seen, { subjects: missing, mend: attaching(stack) })];
}

/** By its Sid; what is refused must be all of it, under the same conditions but for the roles that are excepted. */
function says({ Sid, Effect, Action = [], Condition }: InForce, { statement, namesRoles }: Expected): boolean {
	if (Sid !== statement.Sid || Effect !== "Deny") return false;
	const actions = [Action].flat().map((action) => action.toLowerCase());
	if (!statement.Action.every((action) => actions.includes(action.toLowerCase()))) return false;
	return namesRoles || isDeepStrictEqual(Condition ?? {}, statement.Condition ?? {});
}

function attaching(stack: Stack): readonly string[] {
	const { where } = stack;
	const { Profile, Constraints } = stack.read.parameters;
	const by = Constraints ? ` --constraints ${word(Constraints)}` : ` --profile ${word(Profile ?? "baseline")}`;
	const roles = gateRoles(stack).map((role) => ` --gate-role ${word(role)}`);
	const print = `npx taskgate scp${by}${roles.join("")} --admin-role ${word(adminRole(where))} --stack ${word(stackPrefix(stack))} --format json > scp.json   # ADMIN-ROLE: who updates Taskgate`;
	const content = new Raw(`"$(jq -c '.policies[0]' scp.json)"`);
	const create = {
		type: "SERVICE_CONTROL_POLICY",
		name: "taskgate-1",
		description: "Taskgate",
		content,
		query: "Policy.PolicySummary.Id",
		output: "text",
	};
	const policyId = new Raw(`"$(${aws("organizations create-policy", create, where)})"`);
	return [print, aws("organizations attach-policy", { "target-id": where.account, "policy-id": policyId }, where)];
}

function adminRole({ partition, account }: Where): string {
	return `arn:${partition}:iam::${account}:role/ADMIN-ROLE`;
}
