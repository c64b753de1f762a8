/** The gate's own role is never lent: what it may do in an account, no caller may do by calling through its proxy. Pure. */
import type { CallerEntry } from "./callers-file.ts";

/**
 * Why a caller's role cannot be given; undefined when every one can. `template`: TASKGATE_ROLE_ARN, with {account} in it. `own`: the
 * ARNs under which the gate runs, a session's among them.
 */
export function gateRoleAmong(callers: readonly CallerEntry[], template: string | undefined, own: readonly string[]): string | undefined {
	const lent = callers.find(({ role }) => own.some((arn) => isSameRole(role, arn)) || (template !== undefined && isOf(template, role)));
	return lent && `the caller ${lent.name} would get the gate's own role: give it a role that may do what the caller may, and no more`;
}

/** A role's name is unique in its account, and STS does not tell its path. */
function isSameRole(role: string, own: string): boolean {
	const account = (arn: string) => arn.split(":")[4];
	return account(role) === account(own) && nameOf(role) === nameOf(own);
}

function isOf(template: string, role: string): boolean {
	const named = template.replaceAll("{account}", role.split(":")[4] ?? "");
	return nameOf(named) === nameOf(role);
}

/** `role/PATH/NAME` and `assumed-role/NAME/SESSION`, without regard to case, as IAM compares them. */
function nameOf(arn: string): string | undefined {
	const [, name] = /:(?:assumed-role\/([^/]+)\/.*|role\/(?:.*\/)?([^/]+))$/.exec(arn)?.filter(Boolean) ?? [];
	return name?.toLowerCase();
}
