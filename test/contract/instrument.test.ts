/** Instrumentation by the compiled library: each vendor over each shape that a task definition may have, and what holds for all. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Json, JsonObject } from "../../src/admission/request.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { IMAGE, instrumentWith, taskDefinition, VENDORS } from "../instrument-ground.ts";

let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await openBuiltIn());
});
afterAll(() => engine.close());

interface Container extends JsonObject {
	readonly name: string;
	readonly entryPoint?: readonly string[];
	readonly command?: readonly string[];
}
interface Task extends JsonObject {
	readonly containerDefinitions: readonly Container[];
}

async function made(vendor: string, object: JsonObject, more: JsonObject = {}): Promise<Task> {
	const result = await instrumentWith(engine, vendor, object, { more });
	if (result.outcome !== "instrumented") throw new Error(JSON.stringify(result));
	return result.object as Task;
}

async function refusals(vendor: string, object: JsonObject, options: Parameters<typeof instrumentWith>[3] = {}) {
	const result = await instrumentWith(engine, vendor, object, options);
	if (result.outcome !== "refused") throw new Error(JSON.stringify(result));
	return result.reasons.map(({ msg }) => msg);
}

const CMD = ["nginx", "-g", "daemon off;"];

describe.each(Object.keys(VENDORS))("%s", (vendor) => {
	const prefix = VENDORS[vendor]?.prefix ?? [];

	test.each([
		["neither", {}, ["/docker-entrypoint.sh"], CMD],
		["an entryPoint alone, for which Docker drops the image's CMD", { entryPoint: ["/app"] }, ["/app"], undefined],
		["a command alone", { command: ["sh"] }, ["/docker-entrypoint.sh"], ["sh"]],
		["both", { entryPoint: ["/app"], command: ["a"] }, ["/app"], ["a"]],
		["several words", { entryPoint: ["sh", "-c", "exec a"] }, ["sh", "-c", "exec a"], undefined],
		["empty lists", { entryPoint: [], command: [] }, ["/docker-entrypoint.sh"], CMD],
	])("%s", async (_, container, entryPoint, command) => {
		const [web] = (await made(vendor, taskDefinition(container))).containerDefinitions;
		expect(web?.entryPoint).toEqual([...prefix, ...entryPoint]);
		expect(web?.command).toEqual(command);
	});

	it("is content with both shapes in which it is there already", async () => {
		for (const container of [
			{ entryPoint: [...prefix, "/app"], command: ["a"] },
			{ entryPoint: prefix, command: ["/app", "a"] },
		]) {
			const object = taskDefinition(container);
			expect(await instrumentWith(engine, vendor, object)).toEqual({ outcome: "instrumented", object, operations: 0 });
		}
	});

	it("refuses what an unknown image starts, but where the task definition says it", async () => {
		for (const image of ["nginx", `\${REPO}:tag`]) {
			expect((await refusals(vendor, taskDefinition({ image })))[0]).toContain(`what its image ${image} starts is not known`);
			const [web] = (await made(vendor, taskDefinition({ image, entryPoint: ["/app"] }))).containerDefinitions;
			expect(web?.entryPoint).toEqual([...prefix, "/app"]);
		}
	});

	it("takes an image that has a CMD alone", async () => {
		const images = { [IMAGE]: { config: { Cmd: ["/app"] } } };
		const result = await instrumentWith(engine, vendor, taskDefinition(), { images });
		expect(result).toMatchObject({
			object: { containerDefinitions: expect.arrayContaining([expect.objectContaining({ entryPoint: prefix, command: ["/app"] })]) },
		});
	});

	test.each([
		["Windows", { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }, "the agent is for Linux"],
		["arm64", { runtimePlatform: { cpuArchitecture: "ARM64" } }, "its CPU architecture is ARM64"],
		["pidMode host", { pidMode: "host" }, "its pidMode is host, and Fargate has no other than task"],
		["EC2", { requiresCompatibilities: ["EC2"] }, "the task does not run on Fargate"],
	])("%s", async (_, members, reason) => {
		expect((await refusals(vendor, taskDefinition({}, members))).join("\n")).toContain(reason);
	});

	it("takes no more than ten containers and 64 KiB", async () => {
		const others = Array.from({ length: 9 }, (_, i) => ({ name: `c${i}`, image: "a", entryPoint: ["/a"] }));
		const { containerDefinitions } = taskDefinition();
		const ten = taskDefinition({}, { containerDefinitions: [...containerDefinitions, ...others] });
		expect((await refusals(vendor, ten)).join("\n")).toMatch(/it would have 1[12] containers, and ECS takes 10/);
		const large = taskDefinition({ dockerLabels: { a: "x".repeat(65_000) } });
		expect((await refusals(vendor, large)).join("\n")).toMatch(/65536/);
	});

	it("says which parameter it lacks", async () => {
		const lacking = vendor === "sysdig" ? "accessKeySecret" : "agentImage";
		const said = await refusals(vendor, taskDefinition(), { more: { [lacking]: "" } });
		expect(said.join("\n")).toContain(`the constraint does not give the parameter ${lacking}`);
	});

	it("leaves what is not its own as it was, and a second time changes nothing", async () => {
		const word = fc.string({ minLength: 1, maxLength: 8 });
		const list = fc.option(fc.array(word, { maxLength: 3 }), { nil: undefined });
		const container = fc.record(
			{
				...{ entryPoint: list, command: list, cpu: fc.nat(64), user: word, readonlyRootFilesystem: fc.boolean() },
				environment: fc.uniqueArray(fc.record({ name: word.map((name) => `MY_${name}`), value: fc.string() }), {
					selector: ({ name }) => name,
				}),
				mountPoints: fc.constant([{ sourceVolume: "data", containerPath: "/data" }]),
				dockerLabels: fc.dictionary(word, fc.string(), { maxKeys: 2 }),
				linuxParameters: fc.constantFrom({}, { initProcessEnabled: true }, { capabilities: { drop: ["ALL"] } }),
				dependsOn: fc.constant([]),
			},
			{ requiredKeys: [] },
		);
		await fc.assert(
			fc.asyncProperty(container, container, async (some, ignored) => {
				const given = withoutUndefined(some);
				const proxy = { name: "proxy", image: "envoy", ...withoutUndefined(ignored) };
				const object = taskDefinition(given, { volumes: [{ name: "data" }], tags: [{ key: "a", value: "b" }] });
				const both = { ...object, containerDefinitions: [...object.containerDefinitions, proxy] };
				const after = await made(vendor, both, { ignoreContainers: ["proxy"] });
				expect(JSON.stringify(after.containerDefinitions[1])).toBe(JSON.stringify(proxy));
				const [web] = after.containerDefinitions;
				expect(besides(web, TOUCHED)).toBe(besides(both.containerDefinitions[0], TOUCHED));
				expect(besides(after, ["containerDefinitions", "volumes", "pidMode"])).toBe(besides(both, ["containerDefinitions", "volumes"]));
				const kept = listOf(given.environment ?? [{ name: "PORT", value: "80" }]);
				expect(listOf(web?.environment).slice(0, kept.length)).toEqual(kept);
				for (const sidecar of after.containerDefinitions.slice(2)) {
					expect(typeof sidecar.essential).toBe("boolean");
					expect(JSON.stringify(sidecar)).not.toMatch(/"MY_|"PORT"/);
				}
				const again = await instrumentWith(engine, vendor, after, { more: { ignoreContainers: ["proxy"] } });
				expect(again).toEqual({ outcome: "instrumented", object: after, operations: 0 });
			}),
			{ numRuns: 25 },
		);
	});
});

const TOUCHED = ["entryPoint", "command", "environment", "secrets", "mountPoints", "volumesFrom", "dependsOn", "linuxParameters"];

/** Everything but these members, as text. */
function besides(object: JsonObject | undefined, members: readonly string[]): string {
	return JSON.stringify(Object.entries(object ?? {}).filter(([name]) => !members.includes(name)));
}

function listOf(value: Json | undefined): readonly Json[] {
	return Array.isArray(value) ? value : [];
}

function withoutUndefined(members: object): JsonObject {
	return JSON.parse(JSON.stringify(members)) as JsonObject;
}
