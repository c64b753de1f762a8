import { describe, expect, it, test } from "vitest";
import { ARN, admissionRequest, decision } from "../../test/requests.ts";
import type { Enforcement, Verdict } from "./decide.ts";
import { type Circumstances, plan } from "./plan.ts";
import type { JsonObject } from "./request.ts";
import { RESPONSES, type Response, responseAsked } from "./respond.ts";

const taskDefinition = `${ARN}:task-definition/web:3`;
const task = `${ARN}:task/main/1`;
const service = `${ARN}:service/main/web`;
const cluster = `${ARN}:cluster/main`;
const imageDigest = `sha256:${"a".repeat(64)}`;
const alone = { tasks: [task], taskDefinition, cluster };
const inService = { ...alone, service };

interface Given {
	readonly asked?: readonly (Response | undefined)[];
	readonly action?: Enforcement["action"];
	readonly most?: Response;
	readonly targets?: object;
	readonly object?: JsonObject;
	readonly verdict?: Verdict;
	readonly more?: Partial<Circumstances>;
}

function following({ asked = ["quarantine"], action = "deny", most, targets = inService, object, verdict = "denied", more }: Given) {
	const [one] = decision().enforcements as readonly [Enforcement];
	const request = admissionRequest({ kind: "RuntimeAlert", targets, object: object ?? { container: { imageDigest } } });
	const enforcements = asked.map((response) => ({ ...one, action, ...(response && { response }) }));
	return plan(decision({ verdict, request, enforcements }), {
		...{ reach: "revert", scaleToZero: false },
		...(most && { runtimeResponse: most }),
		...more,
	});
}
const types = (given: Given) => following(given).map(({ type }) => type);

describe("what follows, by how far the operator lets a policy go", () => {
	it.each<[Response | undefined, readonly string[], readonly string[]]>([
		[undefined, ["Notify"], ["Notify"]],
		["flag", ["Notify"], ["Notify"]],
		["stop", ["StopTask", "Notify"], ["StopTask", "Notify"]],
		["rollback", ["StopTask", "RollBackDeployment", "Notify"], ["StopTask", "Notify"]],
		["scaleToZero", ["StopTask", "RollBackDeployment", "Notify"], ["StopTask", "Notify"]],
		["quarantine", ["StopTask", "Quarantine", "RollBackDeployment", "Notify"], ["StopTask", "Quarantine", "Notify"]],
	])("at most %s", (most, ofService, ofItself) => {
		expect(types({ ...(most && { most }) })).toEqual(ofService);
		expect(types({ ...(most && { most }), targets: alone })).toEqual(ofItself);
	});

	it.each(RESPONSES)("a policy that asks for %s gets no more than that", (asked) => {
		expect(types({ asked: [asked], most: "quarantine" })).toEqual(types({ most: asked }));
	});

	it("the furthest of those that deny counts; what warns, and what says nothing, only flags", () => {
		expect(types({ asked: ["flag", "rollback", "stop"], most: "quarantine" })).toEqual(types({ most: "rollback" }));
		expect(types({ asked: [undefined], most: "quarantine" })).toEqual(["Notify"]);
		expect(types({ action: "warn", most: "quarantine" })).toEqual(["Notify"]);
		expect(types({ action: "exempted", most: "quarantine" })).toEqual(["Notify"]);
	});

	it("what is stopped already, or not certain, is told of", () => {
		for (const targets of [{}, { tasks: [], taskDefinition }, { tasks: [task] }])
			expect(types({ most: "quarantine", targets })).toEqual(["Notify"]);
		expect(types({ most: "quarantine", verdict: "undecided" })).toEqual(["Notify"]);
		expect(types({ most: "stop", targets: { tasks: [task], taskDefinition } })).toEqual(["StopTask", "Notify"]);
	});

	it("a service goes to zero only where that is asked for by name, or chosen besides", () => {
		const otherwise = (given: Given) => following(given).find(({ type }) => type === "RollBackDeployment")?.otherwise;
		expect(otherwise({ most: "rollback", more: { scaleToZero: true } })).toEqual(["RestoreService"]);
		expect(otherwise({ most: "scaleToZero" })).toEqual(["RestoreService", "ScaleToZero"]);
		expect(otherwise({ most: "quarantine" })).toEqual(["RestoreService"]);
		expect(otherwise({ most: "quarantine", more: { scaleToZero: true } })).toEqual(["RestoreService", "ScaleToZero"]);
	});
});

test("a task is stopped once; a service is brought back once an hour for one revision, whichever alert asks", () => {
	const keys = following({ most: "quarantine" }).map(({ effectKey }) => effectKey);
	expect(keys).toEqual([
		`StopTask/${task}`,
		`Quarantine/${imageDigest}/alert/${taskDefinition}/2026-11-20T12`,
		`RollBackDeployment/${service}/alert/${taskDefinition}/2026-11-20T12`,
		"Notify/uid-1/uid-1",
	]);
});

test("the digest that ECS told is quarantined with the revision; without one the revision alone", () => {
	const quarantine = (object: JsonObject) => following({ most: "quarantine", object }).find(({ type }) => type === "Quarantine");
	expect(quarantine({ container: { imageDigest } })).toMatchObject({ target: taskDefinition, parameters: { digest: imageDigest } });
	for (const object of [{}, { container: {} }, { container: { imageDigest: "latest" } }])
		expect(quarantine(object)).not.toHaveProperty("parameters");
});

test("what is withheld elsewhere is withheld here", () => {
	const withheld = following({ most: "quarantine", more: { withheld: "enforcement is off" } });
	expect(new Set(withheld.map(({ state }) => state))).toEqual(new Set(["withheld"]));
});

test("a word that is no response is none", () => {
	expect(responseAsked({ response: "stop" })).toEqual({ response: "stop" });
	for (const details of [undefined, {}, { response: "nuke" }, { response: 1 }]) expect(responseAsked(details)).toEqual({});
});
