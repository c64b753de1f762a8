/** Whether the gate's roles may what the stack gives them: a boundary or a service control policy may stand in between. */
import type { Check } from "../check.ts";
import { type Found, ok, problem, unreadFound } from "../found.ts";
import { type Granted, grantedBy } from "../granted.ts";
import type { Simulation } from "../reads.ts";
import { aws } from "../shell.ts";
import type { Stack } from "../stack.ts";

export const permissions: Check = {
	name: "permissions",
	why: "what a role may not, the gate does not: a look-up that is refused leaves deploys undecided, an action that is refused leaves them standing",
	async examine({ reads, stack }) {
		const whole = stack();
		const granted = grantedBy(whole);
		const refused = new Map<string, Refusal>();
		const unread: Found[] = [];
		// One after the other: IAM answers few simulations a second.
		for (const one of granted) {
			try {
				for (const simulation of await reads.simulate(one)) if (simulation.decision !== "allowed") note(refused, one, simulation);
			} catch (error) {
				unread.push(byHand(whole, granted, unreadFound(error)));
				break;
			}
		}
		const found = [...refused.values()].map((refusal) => told(whole, refusal));
		if (found.length > 0 || unread.length > 0) return [...found, ...unread];
		const roles = new Set(granted.map(({ roleName }) => roleName));
		const actions = new Set(granted.flatMap((one) => one.actions));
		const enforce = whole.read.parameters.Enforce ?? "off";
		return [ok(`${roles.size} roles may all of the ${actions.size} actions that the stack gives them (Enforce=${enforce})`, [...roles])];
	},
};

interface Refusal {
	readonly role: string;
	readonly roleArn: string;
	readonly actions: Set<string>;
	readonly because: string;
}

function note(refused: Map<string, Refusal>, { roleName, role }: Granted, simulation: Simulation): void {
	const because = reasonOf(simulation);
	const key = `${roleName} ${because}`;
	const refusal = refused.get(key) ?? { role: roleName, roleArn: role, actions: new Set(), because };
	refusal.actions.add(simulation.action);
	refused.set(key, refusal);
}

function reasonOf({ byOrganization, byBoundary, decision }: Simulation): string {
	if (byOrganization) return "a service control policy of the organization refuses it";
	if (byBoundary) return "the role's permissions boundary leaves it out";
	return decision === "explicitDeny"
		? "a policy denies it"
		: "no policy allows it: the role's policies are not those of the stack any more";
}

function told({ name, where }: Stack, { role, roleArn, actions, because }: Refusal): Found {
	const listed = [...actions].toSorted();
	const look = because.startsWith("the role's permissions boundary")
		? aws("iam get-role", { "role-name": role, query: "Role.PermissionsBoundary" }, where)
		: aws("iam simulate-principal-policy", { "policy-source-arn": roleArn, "action-names": listed[0] ?? "" }, where);
	const drift = aws("cloudformation detect-stack-drift", { "stack-name": name }, where);
	return problem(`${role} may not ${listed.join(", ")}: ${because}`, {
		subjects: listed,
		mend: because.startsWith("no policy") ? [drift, look] : [look],
	});
}

/** What somebody who may simulate would run: of each role the statement that gives most. */
function byHand({ where }: Stack, granted: readonly Granted[], found: Found): Found {
	const widest = new Map<string, Granted>();
	for (const one of granted) if (one.actions.length > (widest.get(one.role)?.actions.length ?? 0)) widest.set(one.role, one);
	const mend = [...widest.values()].map(({ role, actions, resources }) =>
		aws("iam simulate-principal-policy", { "policy-source-arn": role, "action-names": actions, "resource-arns": resources }, where),
	);
	return { ...found, mend };
}
