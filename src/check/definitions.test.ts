import { describe, expect, test } from "vitest";
import type { JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { Definitions } from "./definitions.ts";
import type { EcsObject } from "./ecs-object.ts";

const PLACE = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const ARN = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3";

function definition(source: string, object: JsonObject, registeredAs?: string): EcsObject {
	const request = { kind: "TaskDefinition", name: object.family, object, references: {} } as unknown as UnresolvedRequest;
	return { source, request, line: () => 1, ...(registeredAs === undefined ? {} : { registeredAs }) };
}
const lookUp = async (objects: readonly EcsObject[], reference: string, source = "a/service.json") =>
	(await new Definitions(objects).readerFor({ source }).taskDefinition(PLACE, reference))?.body;

const WEB = { family: "web", cpu: "256" };
const OTHER_WEB = { family: "web", cpu: "512" };

describe("a family", () => {
	test.each([
		["in the same folder", [definition("a/web.json", WEB), definition("b/web.json", OTHER_WEB)], WEB],
		["in another folder", [definition("b/web.json", WEB)], WEB],
		["twice, and equal", [definition("b/web.json", WEB), definition("c/web.json", { ...WEB })], WEB],
		["twice, and different: nobody knows which", [definition("b/web.json", WEB), definition("c/web.json", OTHER_WEB)], undefined],
		["of another name", [definition("a/web.json", { family: "api" })], undefined],
	])("%s", async (_, objects, expected) => {
		expect(await lookUp(objects, "web")).toEqual(expected);
	});
});

describe("a revision", () => {
	test.each([
		["of which no file says the number", "web:3", undefined, undefined],
		["that was described", "web:3", ARN, WEB],
		["that was described, by its ARN", ARN, ARN, WEB],
		["when another was described", "web:4", ARN, undefined],
		["of another account", ARN.replace("111122223333", "444455556666"), ARN, undefined],
	])("%s", async (_, reference, registeredAs, expected) => {
		expect(await lookUp([definition("a/web.json", WEB, registeredAs)], reference)).toEqual(expected);
	});
});
