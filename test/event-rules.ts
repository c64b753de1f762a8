/** The rules of a template, and which of them match an event: by EventBridge's matching as moto has it. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensurePythonEnvironment } from "./python-environment.ts";
import { ofType, type Template } from "./template.ts";

export type Patterns = Readonly<Record<string, object>>;

/** As they are deployed in that account, by the rule's name; those by the clock have none. */
export function patternsOf(template: Template, account = "123456789012"): Patterns {
	const rules = ofType(template, "AWS::Events::Rule").filter(({ Properties }) => Properties.EventPattern !== undefined);
	const named = rules.map(({ id, Properties }) => [/^[A-Z][a-z]+/.exec(id)?.[0], Properties.EventPattern]);
	return JSON.parse(JSON.stringify(Object.fromEntries(named)).replaceAll('{"Ref":"AWS::AccountId"}', JSON.stringify(account)));
}

/**
 * EventBridge looks through lists of objects: a pattern's member matches where it does in any of them. moto does not, so that it gets
 * one object with the values of all.
 */
function flattened(value: unknown): unknown {
	if (Array.isArray(value)) {
		if (value.length === 0 || !value.every((item) => typeof item === "object" && item !== null)) return value;
		const members = value.flatMap((item) => Object.entries(item));
		return Object.fromEntries(
			[...Map.groupBy(members, ([key]) => key)].map(([key, found]) => [key, flattened(found.flatMap(([, item]) => item))]),
		);
	}
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, flattened(member)]));
}

/** Names of the patterns that each event matches. */
export async function matching(patterns: Patterns, events: readonly unknown[]): Promise<readonly (readonly string[])[]> {
	const { command } = await ensurePythonEnvironment();
	const { stdout, stderr } = spawnSync(command("python"), [fileURLToPath(new URL("contract/rule-matches.py", import.meta.url))], {
		input: JSON.stringify({ patterns, events: events.map(flattened) }),
		encoding: "utf8",
	});
	if (stderr !== "") throw new Error(stderr);
	return JSON.parse(stdout);
}
