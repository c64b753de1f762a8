/** What may stand in the address of a list: the same for machines and people. */
import { z } from "zod";
import { Problem } from "./problem.ts";

const instant = z.iso.datetime({ offset: true, message: "must be an RFC 3339 instant, such as 2026-11-20T08:00:00Z" });
const text = z.string().min(1).max(2048);

export const decisionQuery = z.strictObject({
	verdict: z.enum(["allowed", "denied", "undecided"]).exactOptional(),
	policy: text.exactOptional(),
	account: text.exactOptional(),
	cluster: text.exactOptional(),
	since: instant.exactOptional(),
	until: instant.exactOptional(),
	cursor: text.exactOptional(),
});

export const findingQuery = z.strictObject({
	state: z.enum(["open", "exempted", "resolved"]).exactOptional(),
	severity: z.enum(["critical", "high", "medium", "low"]).exactOptional(),
	policy: text.exactOptional(),
	account: text.exactOptional(),
	resource: text.exactOptional(),
	cursor: text.exactOptional(),
});

/** @throws {Problem} naming the parameter. */
export function validated<T>(schema: z.ZodType<T>, query: unknown): T {
	const result = schema.safeParse(query);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
	if (unknown !== undefined) throw new Problem(400, `there is no parameter ${unknown}`, unknown);
	const field = issue?.path.join(".");
	throw new Problem(400, `${field}: ${issue?.message ?? "is not valid"}`, field);
}

const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** A form sends what was left empty too, and its instants, which are UTC, without saying so. */
export function asked(query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	const filled = Object.entries(query).filter(([, value]) => value !== "");
	return Object.fromEntries(filled.map(([name, value]) => [name, typeof value === "string" && LOCAL.test(value) ? whole(value) : value]));
}

function whole(local: string): string {
	return `${local.length === 16 ? `${local}:00` : local}Z`;
}
