/** Statements as policies that AWS Organizations takes. Pure. */
import type { Noted, Statement } from "./statement.ts";

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html: characters of one SCP, white space aside. */
export const MOST_CHARACTERS = 5_120;
/** How many SCPs an organization's root, a unit or an account takes; FullAWSAccess is one of them as a rule. */
export const MOST_POLICIES = 5;

export interface Document {
	readonly Version: "2012-10-17";
	readonly Statement: readonly Statement[];
}

export interface Packed {
	readonly document: Document;
	/** Characters without white space between tokens. */
	readonly size: number;
	readonly noted: readonly Noted[];
}

/** In their order, each policy as full as it gets. @throws {RangeError} for a statement that is too long for any. */
export function pack(statements: readonly Noted[]): readonly Packed[] {
	const groups: Noted[][] = [];
	for (const noted of statements) {
		const last = groups.at(-1);
		if (last !== undefined && packed([...last, noted]).size <= MOST_CHARACTERS) last.push(noted);
		else groups.push([noted]);
	}
	const policies = groups.map(packed);
	const tooLong = policies.find(({ size }) => size > MOST_CHARACTERS);
	if (tooLong !== undefined) {
		const { Sid } = tooLong.document.Statement[0] as Statement;
		throw new RangeError(
			`${Sid} alone is ${tooLong.size} characters long, and an SCP takes ${MOST_CHARACTERS}: name roles and subnets by patterns`,
		);
	}
	return policies;
}

function packed(noted: readonly Noted[]): Packed {
	const document: Document = { Version: "2012-10-17", Statement: noted.map(({ statement }) => statement) };
	return { document, size: JSON.stringify(document).length, noted };
}
