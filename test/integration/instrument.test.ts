/** What instrumentation makes is a task definition that ECS registers, and says the same when it is described. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { awsCli } from "../aws-cli.ts";
import { instrumentWith, taskDefinition, VENDORS } from "../instrument-ground.ts";

let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await openBuiltIn());
});
afterAll(() => engine.close());

test.each(Object.keys(VENDORS))("%s", async (vendor) => {
	const aws = awsCli(inject("awsCli"), inject("motoUrl"));
	const region = ["--region", "ap-southeast-4"];
	const result = await instrumentWith(
		engine,
		vendor,
		taskDefinition({ readonlyRootFilesystem: true }, { family: `instrumented-${vendor}` }),
	);
	if (result.outcome !== "instrumented") throw new Error(JSON.stringify(result));
	const body = JSON.stringify(result.object);
	await aws("ecs", "register-task-definition", "--cli-input-json", body, ...region);
	const described = await aws<{ taskDefinition: JsonObject }>(
		...["ecs", "describe-task-definition", "--task-definition", `instrumented-${vendor}`, ...region],
	);
	expect(described.taskDefinition).toMatchObject(result.object);
	// Described and instrumented once more, nothing is left to do.
	const { containerDefinitions } = described.taskDefinition;
	const again = await instrumentWith(engine, vendor, { ...result.object, containerDefinitions: containerDefinitions ?? [] });
	expect(again).toMatchObject({ outcome: "instrumented", operations: 0 });
});
