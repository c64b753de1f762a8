/** What instrumentation makes is a task definition that ECS registers, and says the same when it is described. */
import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { AWS_ENV, awsCli } from "../aws-cli.ts";
import { clients } from "../ecs-calls.ts";
import { freshStore } from "../gate-process.ts";
import { instrumentWith, taskDefinition, VENDORS } from "../instrument-ground.ts";
import { ownRegion } from "../own-region.ts";
import { startProxyProcess } from "../proxy-process.ts";

const REGION = ownRegion(import.meta);

let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await openBuiltIn());
});
afterAll(() => engine.close());

test.each(Object.keys(VENDORS))("%s", async (vendor) => {
	const aws = awsCli(inject("awsCli"), inject("motoUrl"));
	const region = ["--region", REGION];
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

test("through the proxy a bare definition comes back instrumented, and one that cannot be is refused with what to do", async () => {
	const file = `${(await freshStore()).replace(/^sqlite:/, "")}-sysdig.yaml`;
	const parameters = JSON.stringify(VENDORS.sysdig?.parameters);
	const spec = `{policy: runtime/instrument-sysdig, mutate: true, parameters: ${parameters}}`;
	await writeFile(file, `apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: sysdig}\nspec: ${spec}\n`);
	const env = { ...AWS_ENV, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION };
	const proxy = await startProxyProcess(inject("motoUrl"), { ...env, TASKGATE_CONSTRAINTS: file });
	try {
		const aws = awsCli(inject("awsCli"), inject("motoUrl"));
		const call = clients(inject("awsCli"))["@aws-sdk/client-ecs"];
		const register = (family: string, container: JsonObject) =>
			call([["RegisterTaskDefinition", taskDefinition(container, { family })]], proxy.url, env);
		expect(await register("proxied", { entryPoint: ["/app"], command: ["a"] })).toEqual([["RegisterTaskDefinition", null]]);
		const { taskDefinition: described } = await aws<{ taskDefinition: JsonObject }>(
			...["ecs", "describe-task-definition", "--task-definition", "proxied", "--region", REGION],
		);
		expect(described).toMatchObject({
			pidMode: "task",
			containerDefinitions: [
				{ name: "web", entryPoint: ["/opt/draios/bin/instrument", "/app"], command: ["a"] },
				{ name: "sysdigInstrumentation", essential: false },
			],
		});
		// Registered again as it was described, nothing is patched.
		const { containerDefinitions } = described as { containerDefinitions: readonly JsonObject[] };
		const again = taskDefinition({}, { family: "proxied-again", pidMode: "task", containerDefinitions });
		expect(await call([["RegisterTaskDefinition", again]], proxy.url, env)).toEqual([["RegisterTaskDefinition", null]]);
		const decision = (await proxy.gate.decisions()).find(({ name }) => name === "proxied-again");
		const recorded = await (await fetch(`${proxy.gate.url}/v1/decisions/${decision?.uid}`)).json();
		expect(recorded).not.toHaveProperty("patches");
		const [[, refusal]] = (await register("refused", { image: "private.invalid/app:1" })) as [[string, string]];
		expect(refusal).toContain("declare entryPoint and command, or let Taskgate read the registry");
	} finally {
		await proxy.gate.stop();
	}
});
