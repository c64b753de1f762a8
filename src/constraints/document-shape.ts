/** The YAML of a Constraint and of an Exemption: closed, so that a misspelt key is refused instead of being ignored. */
import { z } from "zod";
import { ENFORCEMENT_ACTIONS, FAILURE_POLICIES } from "../admission/constraint.ts";
import { didYouMean } from "../nearest.ts";

export const API_VERSION = "taskgate.dev/v1";

const text = z.string("must be a text; put it in quotes").trim().min(1, "must not be empty");
const patterns = z.array(text, "must be a list of patterns").min(1, "must not be empty: leave the selector out to mean all");

/** A list means the same as `{include: list}`. */
function selectorOr(missing: string) {
	return z.preprocess(
		(value) => (Array.isArray(value) ? { include: value } : value),
		closed({ include: patterns.optional(), exclude: patterns.optional() }, missing).refine(
			({ include, exclude }) => include !== undefined || exclude !== undefined,
			"must name what to include or exclude: leave the selector out to mean all",
		),
	);
}
const selector = selectorOr("must be a list of patterns, or have include and exclude");

const selectors = {
	accounts: selector.optional(),
	regions: selector.optional(),
	clusters: selector.optional(),
	names: selector.optional(),
	launchTypes: selector.optional(),
	principals: selector.optional(),
	tags: selector.optional(),
	enforcementPoints: selector.optional(),
};

const action = z.enum(ENFORCEMENT_ACTIONS, `must be one of ${ENFORCEMENT_ACTIONS.join(", ")}`);
const metadata = closed({ name: text, labels: z.record(z.string(), text).optional(), annotations: z.record(z.string(), text).optional() });
const envelope = { apiVersion: z.literal(API_VERSION, `must be ${API_VERSION}`), metadata };

export const CONSTRAINT = closed({
	...envelope,
	kind: z.literal("Constraint"),
	spec: closed({
		policy: text,
		enforcementAction: action.default("deny"),
		scopedActions: z.record(z.string(), action).default({}),
		failurePolicy: z.enum(FAILURE_POLICIES, `must be one of ${FAILURE_POLICIES.join(", ")}`).default("Fail"),
		mutate: z.boolean("must be true or false").exactOptional(),
		match: closed(selectors).default({}),
		parameters: z.record(z.string(), z.json(), "must be a mapping").default({}),
	}),
});

export const EXEMPTION = closed({
	...envelope,
	kind: z.literal("Exemption"),
	spec: closed({
		policy: text,
		match: closed(
			{
				...selectors,
				accounts: selectorOr("must be there: an exemption names the accounts it is for"),
				containers: patterns.optional(),
				images: patterns.optional(),
				fields: patterns.optional(),
			},
			"must be there, with the accounts that the exemption is for",
		),
		reason: required("why it is excused"),
		approvedBy: required("who excused it"),
		expiresAt: z.iso.datetime({
			offset: true,
			error: ({ input }) => `must be ${input === undefined ? "there: " : ""}a time as in RFC 3339, such as 2027-01-31T00:00:00Z`,
		}),
	}),
});

function required(what: string) {
	return z.string(`must be there: ${what}`).trim().min(1, `must not be empty: ${what}`);
}

/** An object without further keys; one that is there is answered with the key that was probably meant. */
function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape, missing = "must be a mapping") {
	const known = Object.keys(shape);
	return z.strictObject(shape, {
		error: (issue) => (issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknownKey(key, known)).join("; ") : missing),
	});
}

function unknownKey(key: string, known: readonly string[]): string {
	return `unknown key \`${key}\`${didYouMean(key, known) || `; known are ${known.join(", ")}`}`;
}
