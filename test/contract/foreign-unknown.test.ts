/**
 * A value that decides what a foreign rule answers is never passed over while it is unknown. Rules of every shape × every place of
 * a document: where another value would change the answer, a marker there must be reported.
 */
import { afterAll, expect, it } from "vitest";
import type { Evaluation } from "../../src/admission/policy.ts";
import type { Json, JsonObject } from "../../src/admission/request.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { admissionRequest, NOW } from "../requests.ts";
import { type ForeignGate, openForeign } from "./foreign-policies.ts";

const compiler = openCompiler();
afterAll(() => compiler.close());

const CONFTEST = `package main

import data.lib.shared
import input.containerDefinitions as imported

deny_direct contains "x" if input.containerDefinitions[_].privileged
deny_some contains "x" if { some c in input.containerDefinitions; c.user == "root" }
deny_index contains "x" if { some i; input.containerDefinitions[i].image == "bad"; input.containerDefinitions[i].user }
deny_absent contains "x" if { some c in input.containerDefinitions; not c.user }
deny_helper contains "x" if { some c in containers; c.privileged }
containers contains c if some c in input.containerDefinitions
deny_function contains "x" if { some c in input.containerDefinitions; is_root(c) }
is_root(c) if c.user == "root"
is_root(c) if c.environment[_].value == "root"
deny_count contains "x" if count([c | some c in input.containerDefinitions; c.image != "ok"]) > 0
deny_every contains "x" if not all_ok
all_ok if every c in input.containerDefinitions { c.image == "ok" }
deny_get contains "x" if { some c in input.containerDefinitions; object.get(c, ["environment", 0, "value"], "") == "bad" }
deny_get_one contains "x" if object.get(input, "pidMode", "task") != "task"
deny_walk contains "x" if walk(input, [_, "bad"])
deny_with contains "x" if { some c in input.containerDefinitions; inner with input as c }
inner if input.user == "root"
deny_keys contains "x" if { some c in input.containerDefinitions; some _, v in c; v == "bad" }
deny_names contains "x" if { some key in ["pidMode", "networkMode"]; input[key] == "host" }
deny_chain contains "x" if { c := input.containerDefinitions[0]; e := c.environment[_]; e.value == "bad" }
deny_swapped contains "x" if { "host" == m; m = input.networkMode }
deny_pattern contains "x" if { [a, b] := [input.networkMode, input.pidMode]; a == b }
deny_object contains "x" if { input.containerDefinitions[_] = {"name": _, "image": "bad", "user": _, "privileged": _, "environment": _} }
deny_else contains "x" if mode == "none"
mode := "host" if { input.networkMode == "host" } else := "none" if { input.pidMode == "host" }
deny_lib contains "x" if shared.bad_mode
deny_import contains "x" if imported[_].image == "bad"
deny_map contains "x" if by_name.app.privileged
by_name[c.name] := c if some c in input.containerDefinitions
deny_text contains $"{c.image}!" if { some c in input.containerDefinitions; c.privileged }
deny_nested contains "x" if { some c in input.containerDefinitions; count({e | e := c.environment[_]; e.name != "A"}) > 0 }
deny_set contains "x" if { images := {c.image | c := input.containerDefinitions[_]}; images - {"ok"} != set() }
deny_defined contains "x" if mode_given
mode_given if x := input.networkMode.deep
deny_twice contains "x" if { v := input.networkMode; v == input.pidMode }
deny_bracket contains "x" if input["containerDefinitions"][0]["image"] == "bad"
deny_var_key contains "x" if { key := input.networkMode; input[key] }
deny_function_get contains "x" if get(input, "networkMode") == "host"
get(object, key) := object[key]
deny_passed_on contains "x" if { some c in input.containerDefinitions; outer(c) }
outer(c) if inside(c.environment[0])
inside(e) if e.value == "bad"
inside({"name": "B", "value": _})
deny_answer contains "x" if { some c in input.containerDefinitions; first(c).name == "B" }
first(c) := c.environment[0]
deny_default contains "x" if named(input) == "host"
default named(_) := "none"
named(all) := all.networkMode if all.pidMode == "task"
deny_else_function contains "x" if kind(input) == "root"
kind(all) := "host" if { all.pidMode == "host" } else := u if { some c in all.containerDefinitions; u := c.user }
deny_replaced contains "x" if replaced(input) with harmless as is_hosted
replaced(all) if harmless(all)
harmless(all) if all.family == "never"
is_hosted(all) if all.networkMode == "host"
deny_from_set contains "x" if { some c in input.containerDefinitions; c.image in bad_images(c) }
bad_images(c) := {e.value | some e in c.environment} | {"bad"}
`;
const SHARED = 'package lib.shared\n\nbad_mode { input.networkMode == "host" }\n';
const GATEKEEPER = `package review

violation[{"msg": "direct"}] { input.review.object.containerDefinitions[_].privileged }
violation_object[{"msg": "x"}] { o := input.review.object; o.containerDefinitions[_].user == "root" }
violation_review[{"msg": "x"}] { r := input.review; o := r.object; c := o.containerDefinitions[_]; c.image == "bad" }
violation_function[{"msg": "x"}] { hosted(input.review) }
hosted(review) { review.object.networkMode == "host" }
violation_get[{"msg": "x"}] { object.get(input.review, ["object", "pidMode"], "") == "host" }
violation_set[{"msg": "x"}] { all[_].user == "root" }
all[c] { c := input.review.object.containerDefinitions[_] }
`;
const OBJECT: JsonObject = {
	family: "web",
	networkMode: "awsvpc",
	pidMode: "task",
	containerDefinitions: [{ name: "app", image: "ok", user: "1000", privileged: false, environment: [{ name: "A", value: "ok" }] }],
};
const VALUES: readonly Json[] = ["bad", "root", "host", "ok", "task", "B", "family", true, [], { deep: 1 }];

it("whatever the rule looks like, wherever the value stands", async () => {
	const gate = await openForeign(compiler, { "main.rego": CONFTEST, "lib.rego": SHARED, "review.rego": GATEKEEPER });
	const rules = gate.bundle.policies.map(({ id }) => id);
	const before = await answers(gate, OBJECT);
	const deciding = new Map(rules.map((rule) => [rule, 0]));
	let silent = 0;
	for (const place of placesOf(OBJECT)) {
		const changed = await Promise.all(VALUES.map((value) => answers(gate, put(OBJECT, place, value))));
		const unknown = await answers(gate, put(OBJECT, place, { $unknown: "Ref" }));
		for (const rule of rules) {
			const reported = unknown.get(rule)?.includes('"field":"/') === true;
			if (!changed.some((answer) => answer.get(rule) !== before.get(rule))) silent += reported ? 0 : 1;
			else {
				deciding.set(rule, (deciding.get(rule) ?? 0) + 1);
				expect(reported, `${rule}: /${place.join("/")} decides and is unknown: ${unknown.get(rule)}`).toBe(true);
			}
		}
	}
	expect(
		[...deciding].filter(([, places]) => places === 0),
		"rules that nothing changes show nothing",
	).toEqual([]);
	expect(silent, "a value at which no rule looks is nobody's doubt").toBeGreaterThan(rules.length);
}, 120_000);

async function answers({ engine, bundle }: ForeignGate, object: JsonObject): Promise<ReadonlyMap<string, string>> {
	const questions = bundle.policies.map(({ id }) => ({ constraint: id, policy: id, parameters: {} }));
	const evaluations = await engine.evaluate(admissionRequest({ object }), NOW, questions);
	return new Map(evaluations.map((evaluation: Evaluation) => [evaluation.policy, JSON.stringify(evaluation)]));
}

type Place = readonly (string | number)[];

function placesOf(value: Json, at: Place = []): readonly Place[] {
	if (typeof value !== "object" || value === null) return [at];
	const below = Object.entries(value).flatMap(([key, member]) => placesOf(member, [...at, Array.isArray(value) ? Number(key) : key]));
	return at.length === 0 ? below : [at, ...below];
}

function put<T extends Json>(whole: T, [key, ...rest]: Place, value: Json): T {
	if (key === undefined) return value as T;
	const members = whole as Record<string | number, Json>;
	const changed = put(members[key] as Json, rest, value);
	return (Array.isArray(whole) ? whole.with(key as number, changed) : { ...members, [key]: changed }) as T;
}
