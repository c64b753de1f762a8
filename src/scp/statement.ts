/** A statement of a service control policy, and what a person must know beside it: JSON holds no comments. */

export interface Statement {
	/** Letters and digits; says what the statement does. */
	readonly Sid: string;
	readonly Effect: "Deny";
	readonly Action: readonly string[];
	readonly Resource: string | readonly string[];
	readonly Condition?: Condition;
}

/** Operator → condition key → values. All of them must hold; of the values of a key, one. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Noted {
	readonly statement: Statement;
	readonly does: string;
	readonly leavesOpen: string;
	/** What nobody has tried on a live account, and this statement stands on. */
	readonly unverified?: string;
}

/** Roles, as patterns of role ARNs. An assumed role's session has its role's ARN in aws:PrincipalArn, path included. */
export function exceptFor(roles: readonly string[]): Condition {
	return { ArnNotLike: { "aws:PrincipalArn": roles } };
}

export function deny(
	Sid: string,
	Action: readonly string[],
	rest: Pick<Statement, "Condition"> & { readonly Resource?: Statement["Resource"] },
): Statement {
	const { Resource = "*", Condition } = rest;
	return { Sid, Effect: "Deny", Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}
