/** A call that somebody else than Taskgate has refused: nothing has happened, and whoever was refused is told what to do instead. Pure. */
import type { Decision, Provenance } from "./decide.ts";
import type { Refusal, UnresolvedRequest } from "./request.ts";

interface Hint {
	/** Policies that ask for the same; none where only the organization knows why. */
	readonly policies: readonly string[];
	readonly remedy: string;
}

const REGISTER = "leave out what the policies name, and where registering is left to the gate use `taskgate register`";
const RUN = "run a revision that Taskgate has admitted, as its admission tag says, and leave out what the policies name";
const SERVICE = "give the service private subnets of the list, no public IP and no ECS Exec; leave the deployment hook in place";
const DAEMON = "ask the platform team: daemons run on every instance";
const EXEC = "read the logs instead, or ask those who may execute commands";
const TAGS = "leave the tag to the gate: what it admits it tags itself";
const SETTINGS = "leave the account setting as it is, or have the organization change it";
const OTHERWISE: Hint = {
	policies: [],
	remedy: "ask those who keep the organization's policies; `taskgate scp` prints Taskgate's own, each statement explained",
};

/** By ECS call: what the statements of `taskgate scp` can have refused. */
const HINTS: ReadonlyMap<string, Hint> = new Map([
	["RegisterTaskDefinition", { policies: ["workload/privileged", "workload/size"], remedy: REGISTER }],
	["RegisterDaemonTaskDefinition", { policies: ["daemon/privileged", "workload/size"], remedy: DAEMON }],
	["RunTask", { policies: ["access/ecs-exec", "workload/size"], remedy: RUN }],
	["StartTask", { policies: ["access/ecs-exec"], remedy: RUN }],
	["CreateService", { policies: ["network/public-ip", "network/subnets", "access/ecs-exec"], remedy: SERVICE }],
	["UpdateService", { policies: ["network/public-ip", "network/subnets", "access/ecs-exec"], remedy: SERVICE }],
	["CreateExpressGatewayService", { policies: ["express/subnets"], remedy: SERVICE }],
	["UpdateExpressGatewayService", { policies: ["express/subnets"], remedy: SERVICE }],
	["CreateDaemon", { policies: ["daemon/allowed", "access/ecs-exec"], remedy: DAEMON }],
	["UpdateDaemon", { policies: ["daemon/allowed", "access/ecs-exec"], remedy: DAEMON }],
	["ExecuteCommand", { policies: ["access/exec-command", "access/exec-principals"], remedy: EXEC }],
	["TagResource", { policies: ["tags/reserved"], remedy: TAGS }],
	["UntagResource", { policies: ["tags/reserved"], remedy: TAGS }],
	["PutAccountSetting", { policies: ["account/settings"], remedy: SETTINGS }],
	["PutAccountSettingDefault", { policies: ["account/settings"], remedy: SETTINGS }],
	["DeleteAccountSetting", { policies: ["account/settings"], remedy: SETTINGS }],
]);

/** Every policy that a hint names. */
export const HINTED_POLICIES: ReadonlySet<string> = new Set([...HINTS.values()].flatMap(({ policies }) => policies));

/** Who refused what to whom, how to do it right, and where that is explained. `policyPages`: an address that a policy's id and `.md` follow. */
export function refusalText(action: string, principal: string, { by, on }: Refusal, policyPages = "docs/policies/"): string {
	const { policies, remedy } = HINTS.get(action) ?? OTHERWISE;
	const who = principal === "" ? "a caller who is not named" : principal;
	const refused = `refused by ${by}, not by Taskgate: ecs:${action}${on === undefined ? "" : ` on ${on}`}, asked for by ${who}`;
	const pages = policies.map((policy) => `${policyPages}${encodeURI(policy)}.md`).join(", ");
	const told = `${refused}. What to do: ${remedy}`;
	return policies.length === 0 ? told : `${policies.join(", ")}: ${told}. See ${pages}`;
}

/** Nothing was judged because nothing has happened: somebody else has refused it. */
export function refusedElsewhere(request: UnresolvedRequest, refusedBy: string, provenance: Provenance): Decision {
	return {
		...{ verdict: "denied", failurePolicy: "Fail", request, refusedBy },
		...{ enforcements: [], failures: [], unknowns: [], notApplicable: [], skipped: [], asked: [] },
		...provenance,
	};
}
