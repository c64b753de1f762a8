/** The page of one policy: its METADATA, and what its tests show that it refuses and accepts. Pure. */

import type { EnforcementAction } from "../src/admission/constraint.ts";
import type { Policy, PolicyParameter, Violation } from "../src/admission/policy.ts";
import type { Json, JsonObject } from "../src/admission/request.ts";
import { valueAt } from "../src/check/ecs-object.ts";
import { schemaOf } from "../src/constraints/parameters.ts";
import type { TriedEvaluation } from "../src/rego/authoring-protocol.ts";

export interface Exhibits {
	/** Names of its tests, in the order of the file. */
	readonly tests: readonly string[];
	/** What they asked of it, and what it answered. */
	readonly evaluations: readonly TriedEvaluation[];
	/** Profile → what follows there. */
	readonly profiles: ReadonlyMap<string, EnforcementAction>;
}

const PATCHES = " It can do that itself, where it is left out: with `mutate: true` in the constraint, or by `taskgate check --fix`.";

/** Of one member with one answer, and of all; the tests have more. */
const VALUES = 3;
const ROWS = 12;

export function policyPage(policy: Policy, { tests, evaluations, profiles }: Exhibits): string {
	const { id, title, description, severity, kinds, remediation, parameters, references, evidence, patches } = policy;
	const refused = evaluations.flatMap(refusals);
	const accepted = acceptances(evaluations, [...new Set(refused.map(({ field }) => field))]);
	const sections = [
		`# ${id}`,
		`**${title}.** Severity ${severity}; judges ${kinds.join(", ")}.`,
		description,
		...(evidence === undefined ? [] : [`It needs [evidence](../../evidence.md) of images: ${evidence.join(", ")}.`]),
		`${inProfiles(profiles)} [Source](../../../policies/${id}.rego) · [tests](../../../policies/${id}_test.rego)`,
		`## How to mend\n\n${remediation}${patches ? PATCHES : ""}`,
		`## What it refuses\n\n${table(
			["member", "holds", "the answer"],
			few(refused, ({ field, msg }) => `${field} ${msg}`).map(({ field, holds, msg }) => [code(field), holds, text(msg)]),
		)}`,
		`## What it accepts\n\n${table(
			["member", "holds"],
			few(accepted, ({ field }) => field).map(({ field, holds }) => [code(field), holds]),
		)}`,
		...notApplicable(evaluations),
		`## Held by tests\n\n${tests.map((name) => `- ${sentence(name)}`).join("\n")}`,
		...(Object.keys(parameters).length === 0 ? [] : [`## Parameters\n\n${parameterTable(parameters)}`]),
		...(references.length === 0 ? [] : [`## The same elsewhere\n\n${references.map((reference) => `\`${reference}\``).join(", ")}`]),
	];
	return `${GENERATED}\n\n${sections.join("\n\n")}\n`;
}

export const GENERATED = "<!-- Generated from METADATA and tests: npm run generate:pages. Do not edit. -->";

interface Shown {
	readonly field: string;
	/** In Markdown. */
	readonly holds: string;
}

/** Messages about what cannot be read or is not known yet are the same for all policies. */
function refusals({ input, answer }: TriedEvaluation): readonly (Shown & { readonly msg: string })[] {
	const request = requestOf(input);
	return membersOf(answer.value).flatMap(({ msg, field, outcome }) => {
		const isGeneral = outcome !== undefined || field === undefined || /cannot be (read|judged)/.test(msg);
		return isGeneral ? [] : [{ field: plainField(field), holds: shown(valueAt(request, field), input), msg }];
	});
}

function acceptances(evaluations: readonly TriedEvaluation[], fields: readonly string[]): readonly Shown[] {
	return evaluations.flatMap(({ input, answer }) => {
		if (membersOf(answer.value).length > 0) return [];
		const request = requestOf(input);
		return fields.flatMap((field) => {
			const carried = [field, `/context/taskDefinition${field}`].find(
				(pointer) => valueAt(request, pointer.replace(/\/[^/]*$/, "")) !== undefined,
			);
			return carried === undefined ? [] : [{ field, holds: shown(valueAt(request, carried), input) }];
		});
	});
}

function notApplicable(evaluations: readonly TriedEvaluation[]): readonly string[] {
	const reasons = evaluations.flatMap(({ answer }) =>
		membersOf(answer.value).flatMap(({ msg, outcome }) => (outcome === undefined ? [] : [msg])),
	);
	return reasons.length === 0
		? []
		: [
				`## Where it does not apply\n\n${[...new Set(reasons)]
					.sort()
					.map((reason) => `- ${text(reason)}`)
					.join("\n")}`,
			];
}

function inProfiles(profiles: Exhibits["profiles"]): string {
	return `Profiles: ${[...profiles].map(([name, action]) => `\`${name}\` (${action})`).join(", ")}.`;
}

function parameterTable(parameters: Policy["parameters"]): string {
	const rows = Object.entries(parameters).map(([name, parameter]) => [
		code(name),
		code(JSON.stringify(schemaOf(parameter))),
		parameter.default === undefined ? "" : code(JSON.stringify(parameter.default)),
		text((parameter as PolicyParameter).description),
	]);
	return table(["name", "must fit", "default", "what it means"], rows);
}

/** Each once, and of those that are alike the first few. In an order of its own: tests ask in one that changes from run to run. */
function few<T extends Shown>(rows: readonly T[], alike: (row: T) => string): readonly T[] {
	const key = (row: T) => `${oddity(row)} ${alike(row)} ${row.holds}`;
	const sorted = rows.toSorted((a, b) => Number(key(a) > key(b)) - Number(key(a) < key(b)));
	const once = [...new Map(sorted.map((row) => [key(row), row])).values()];
	const usual = once.filter((row) => oddity(row) % 10 !== ODD);
	const groups = Map.groupBy(usual.length > 0 ? usual : once, alike);
	return [...groups.values()].flatMap((group) => group.slice(0, VALUES)).slice(0, ROWS);
}

const ODD = 9;

/** What people write comes before what only a test does (ODD: lists, mappings, empty texts); from 10 on with parameters. */
function oddity({ holds }: Shown): number {
	const rank = [/^`"[^"]/, /^`(true|false)`/, /^`\d/, /^nothing/].findIndex((usual) => usual.test(holds));
	return (rank === -1 ? ODD : rank) + (holds.includes(" with ") ? 10 : 0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return "Shown by the tests below.";
	return [`| ${head.join(" | ")} |`, `|${head.map(() => "---|").join("")}`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

/** `test_refuses_when_run` → `refuses when run`. */
function sentence(test: string): string {
	return test.replace(/^test_/, "").replaceAll("_", " ");
}

function requestOf(input: unknown): JsonObject {
	const request = (input as { readonly request?: JsonObject }).request ?? {};
	return { ...(request.object as JsonObject), context: request.context ?? null };
}

function membersOf(value: unknown): readonly (Violation & { readonly outcome?: string })[] {
	return Array.isArray(value) ? value : [];
}

function plainField(field: string): string {
	return field.replace(/^\/context\/(taskDefinition|service)/, "");
}

/** The value, and the parameters with which it was judged. */
function shown(value: Json | undefined, input: unknown): string {
	const parameters = JSON.stringify((input as { readonly parameters?: JsonObject }).parameters ?? {});
	const condition = parameters === "{}" ? "" : ` with ${code(short(parameters))}`;
	return value === undefined ? `nothing${condition}` : `${code(short(JSON.stringify(value)))}${condition}`;
}

function short(json: string): string {
	return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

function code(content: string): string {
	return content === "" ? "(the object)" : `\`${text(content).replaceAll("`", "'")}\``;
}

function text(content: string): string {
	return content.replaceAll("|", "\\|").replaceAll("\n", " ");
}
