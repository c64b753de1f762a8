/** What whoever runs doctor was refused, in one place, with the permissions that would have shown it. Pure. */
import { unknown, type Where } from "./found.ts";
import { asFinding, type Finding } from "./run.ts";
import { aws } from "./shell.ts";

const CHECK = {
	name: "permissions",
	why: "what doctor cannot read it cannot tell: none of it is a pass. docs/doctor.md has all permissions that it needs",
};

/** `caller`: an ARN as STS has it. */
export function refusedTo(caller: string, findings: readonly Finding[], where: Where): readonly Finding[] {
	const actions = [...new Set(findings.flatMap(({ denied }) => denied ?? []))].toSorted();
	if (actions.length === 0) return [];
	const Statement = [{ Effect: "Allow", Action: actions, Resource: "*" }];
	const policy = { "policy-name": "taskgate-doctor", "policy-document": { Version: "2012-10-17", Statement } };
	const [, kind, name] = /:(assumed-role|user)\/(?:[^/]+\/)*?([^/]+)(?:\/[^/]+)?$/.exec(caller) ?? [];
	const mend = mending(kind, kind === "user" ? (caller.split("/").at(-1) ?? "") : (name ?? ""), policy, where);
	return [asFinding(CHECK, unknown(`${caller} was refused ${actions.join(", ")}`, { mend, subjects: actions }))];
}

/** A role of IAM Identity Center is changed by its permission set alone. */
function mending(kind: string | undefined, name: string, policy: Readonly<Record<string, unknown>>, where: Where): readonly string[] {
	if (kind === "user") return [aws("iam put-user-policy", { "user-name": name, ...policy }, where)];
	if (kind === "assumed-role" && !name.startsWith("AWSReservedSSO_"))
		return [aws("iam put-role-policy", { "role-name": name, ...policy }, where)];
	return [];
}
