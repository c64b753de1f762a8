/** What policies mend, on its way to ECS (moto): through the proxy, the door and a review, with what people use. */

import { writeFile } from "node:fs/promises";
import { applyPatch, type Operation } from "rfc6902";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { clients } from "../ecs-calls.ts";
import { privileged, unprivileged } from "../ecs-workload.ts";
import { freshStore } from "../gate-process.ts";
import { ownRegion } from "../own-region.ts";
import { type ProxyProcess, startProxyProcess } from "../proxy-process.ts";

const REGION = ownRegion(import.meta);
const ENV = { ...AWS_ENV, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION };
const CLIENTS = clients(inject("awsCli"));
const CONSTRAINTS = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: init}
spec: {policy: workload/init-process, mutate: true}
---
apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: tags}
spec:
  policy: tags/task-definition
  mutate: true
  parameters: {requiredTagKeys: [team], defaultTags: {team: platform}}
---
apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: no-privileged}
spec: {policy: workload/privileged}
`;
const MENDED = { initProcessEnabled: true };

interface Described {
	readonly taskDefinition: { readonly containerDefinitions: readonly { readonly linuxParameters?: object }[] };
	readonly tags?: readonly object[];
}

let aws: AwsCli;
let on: ProxyProcess;
let off: ProxyProcess;

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	const file = `${(await freshStore()).replace(/^sqlite:/, "")}-mend.yaml`;
	await writeFile(file, CONSTRAINTS);
	const env = { ...ENV, TASKGATE_CONSTRAINTS: file };
	[on, off] = await Promise.all([
		startProxyProcess(inject("motoUrl"), env),
		startProxyProcess(inject("motoUrl"), { ...env, TASKGATE_ENFORCE: "off" }),
	]);
});
afterAll(() => Promise.all([on.gate.stop(), off.gate.stop()]));

const described = (family: string) =>
	aws<Described>("ecs", "describe-task-definition", "--task-definition", family, "--include", "TAGS", "--region", REGION);
const recorded = async (proxy: ProxyProcess, family: string) => {
	const decision = (await proxy.gate.decisions()).find(({ name }) => name === family);
	return (await (await fetch(`${proxy.gate.url}/v1/decisions/${decision?.uid}`)).json()) as Record<string, unknown>;
};

describe.for(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])("the endpoint proxy and %s", (client) => {
	const family = (name: string) => `${name}-${Object.keys(CLIENTS).indexOf(client)}`;

	it("registers what was patched, and records it as it was registered", async () => {
		const outcomes = await CLIENTS[client]([["RegisterTaskDefinition", unprivileged(family("mended"))]], on.url, ENV);
		expect(outcomes).toEqual([["RegisterTaskDefinition", null]]);
		const { taskDefinition, tags } = await described(family("mended"));
		expect(taskDefinition.containerDefinitions[0]?.linuxParameters).toEqual(MENDED);
		expect(tags).toEqual([{ key: "team", value: "platform" }]);
		expect(await recorded(on, family("mended"))).toMatchObject({
			verdict: "allowed",
			patches: [{ policy: "workload/init-process" }, { policy: "tags/task-definition", constraint: "tags" }],
			object: { tags: [{ key: "team", value: "platform" }], containerDefinitions: [{ linuxParameters: MENDED }] },
			before: { family: family("mended"), containerDefinitions: [{ name: "app" }] },
		});
	});

	it("refuses what no patch mends, and ECS never hears of it", async () => {
		const [[, error]] = (await CLIENTS[client]([["RegisterTaskDefinition", privileged(family("refused"))]], on.url, ENV)) as [
			[string, string],
		];
		expect(error).toContain("workload/privileged: container app is privileged");
		await expect(described(family("refused"))).rejects.toThrow();
	});

	it("while enforcement is off passes the call on as it came, and records what would have been patched", async () => {
		const outcomes = await CLIENTS[client]([["RegisterTaskDefinition", unprivileged(family("off"))]], off.url, ENV);
		expect(outcomes).toEqual([["RegisterTaskDefinition", null]]);
		const { taskDefinition, tags = [] } = await described(family("off"));
		expect(taskDefinition.containerDefinitions[0]?.linuxParameters).not.toEqual(MENDED);
		expect(tags).toEqual([]);
		const decision = await recorded(off, family("off"));
		expect(decision).toMatchObject({ patchesWithheld: "enforcement is off (TASKGATE_ENFORCE=off)" });
		expect(decision.patches).toHaveLength(2);
	});
});

it("the door registers what was patched whatever is in force, and says by which policies", async () => {
	const response = await off.gate.post(`/v1/register?region=${REGION}`, unprivileged("door-mended"));
	expect(response.status).toBe(200);
	expect(response.headers.get("x-taskgate-patched")).toBe("workload/init-process, tags/task-definition");
	expect(((await response.json()) as Described).taskDefinition.containerDefinitions[0]?.linuxParameters).toEqual(MENDED);
	expect(await described("door-mended")).toMatchObject({ tags: [{ key: "team", value: "platform" }] });
	expect(await recorded(off, "door-mended")).toMatchObject({
		object: { containerDefinitions: [{ linuxParameters: MENDED }] },
		actions: [{ type: "RegisterTaskDefinition", state: "done" }],
	});
	const again = await off.gate.post(`/v1/register?region=${REGION}&reuse=true`, unprivileged("door-mended"));
	expect(again.headers.get("x-taskgate-outcome")).toBe("reused");
	const rehearsed = await off.gate.post(`/v1/register?region=${REGION}&dryRun=true`, unprivileged("door-mended"));
	expect(await rehearsed.json()).toMatchObject({
		dryRun: true,
		patches: [{ policy: "workload/init-process" }, { policy: "tags/task-definition" }],
	});
});

it("a review answers with the patch; what the asker makes of it is what was judged, and needs no further patch", async () => {
	const object = { ...unprivileged("reviewed"), tags: null };
	const ask = async (asked: object) => {
		const request = {
			uid: "1",
			kind: "TaskDefinition",
			operation: "CREATE",
			object: asked,
			userInfo: { arn: "arn:aws:iam::123456789012:user/me" },
		};
		const response = await on.gate.post("/v1/admission", { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request });
		return ((await response.json()) as { response: { allowed: boolean; patchType?: string; patch?: string } }).response;
	};
	const { allowed, patchType, patch = "" } = await ask(object);
	expect({ allowed, patchType }).toEqual({ allowed: true, patchType: "JSONPatch" });
	const operations = JSON.parse(Buffer.from(patch, "base64").toString()) as Operation[];
	expect(applyPatch(object, operations).filter((problem) => problem !== null)).toEqual([]);
	expect((await recorded(on, "reviewed")).object).toEqual(object);
	expect(await ask(object)).not.toHaveProperty("patch");
	expect(await ask(privileged("reviewed-refused"))).not.toHaveProperty("patch");
});

it("counts what was patched, and what would have been", async () => {
	const metrics = async ({ gate }: ProxyProcess) => (await fetch(`${gate.url}/metrics`)).text();
	expect(await metrics(on)).toMatch(/taskgate_patches_total\{policy="workload\/init-process",outcome="allowed"\} [1-9]/);
	expect(await metrics(off)).toMatch(/taskgate_patches_total\{policy="workload\/init-process",outcome="withheld"\} [1-9]/);
});
