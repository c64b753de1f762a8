import { describe, expect, test } from "vitest";
import { policy } from "../test/requests.ts";
import { type Given, testWorld } from "../test/worlds.ts";
import type { JsonObject } from "./admission/request.ts";
import { adopt } from "./adopt.ts";
import type { Registry } from "./ecs/registry.ts";
import { register } from "./register.ts";
import type { Store } from "./store/store.ts";

const PLACE = { partition: "aws", account: "123456789012", region: "eu-central-1" };
const ARN = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web";
const BODY = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1" }] };

/** A registry that knows one revision more with every registration. */
function world(given: Given & { readonly fails?: Error; readonly store?: Partial<Store> } = {}) {
	const sent: JsonObject[] = [];
	const registry: Registry = {
		self: async () => ({ ...PLACE, arn: "arn:aws:iam::123456789012:role/gate" }),
		register: async (_place, body) => {
			if (given.fails !== undefined) throw given.fails;
			sent.push(body);
			return { answer: { taskDefinition: body, tags: body.tags ?? [] }, arn: `${ARN}:${sent.length}`, awsRequestId: `call-${sent.length}` };
		},
		newest: async () => {
			const last = sent.at(-1);
			return last && { answer: { taskDefinition: last, tags: last.tags ?? [] }, arn: `${ARN}:${sent.length}` };
		},
		revisions: async () => sent.map((_, i) => `${ARN}:${i + 1}`),
	};
	const base = testWorld(given);
	return { ...base, registry, store: Object.assign(base.store, given.store), sent };
}

const actionsOf = async ({ store }: ReturnType<typeof world>) => (await store.decisions({})).decisions.flatMap(({ actions }) => actions);

describe("register", () => {
	test("the record comes first: while AWS is asked, the registration is planned and nobody else's", async () => {
		const gate = world({ settings: { enforce: false } });
		let during: unknown;
		const { register: registering } = gate.registry;
		const watching: Registry = {
			...gate.registry,
			register: async (place, body) => {
				during = [(await actionsOf(gate))[0]?.state, await gate.store.claimActions(gate.now(), gate.now(), 9)];
				return registering(place, body);
			},
		};
		await register({ ...gate, registry: watching }, { body: BODY });
		expect(during).toEqual(["planned", []]);
		expect(await actionsOf(gate)).toMatchObject([
			{ type: "RegisterTaskDefinition", target: ARN, state: "done", outcome: `registered as ${ARN}:1` },
		]);
		expect(await gate.store.made("call-1")).toBe(true);
	});

	test("what was registered is answered although its end cannot be written down", async () => {
		const settle = async () => {
			throw new Error("the disk is full");
		};
		const gate = world({ store: { settle } });
		expect(await register(gate, { body: BODY })).toMatchObject({ outcome: "registered" });
		expect(gate.alarms).toEqual(["the end of a registration could not be recorded"]);
		expect(await actionsOf(gate)).toMatchObject([{ state: "planned" }]);
	});

	test("AWS's no is thrown, and on record", async () => {
		const gate = world({ fails: new Error("no") });
		await expect(register(gate, { body: BODY })).rejects.toThrow("no");
		expect(await actionsOf(gate)).toMatchObject([{ state: "failed", outcome: "no" }]);
	});

	test("reuse wants the tag that an admitted revision has", async () => {
		const gate = world();
		await register(gate, { body: BODY });
		expect(await register(gate, { body: BODY, reuse: true })).toMatchObject({ outcome: "reused" });
		const tagging = { ...gate, settings: { ...gate.settings, admissionTag: "ecs-admission" } };
		expect(await register(tagging, { body: BODY, reuse: true })).toMatchObject({ outcome: "registered" });
		expect(await register(tagging, { body: BODY, reuse: true })).toMatchObject({ outcome: "reused" });
		expect(gate.sent.map(({ tags }) => tags)).toEqual([undefined, [{ key: "ecs-admission", value: "allowed" }]]);
	});

	test("a refusal plans nothing", async () => {
		const gate = world({ violations: [{ msg: "container app is privileged" }] });
		expect(await register(gate, { body: BODY })).toMatchObject({
			outcome: "refused",
			refusal: { status: 403, detail: expect.stringContaining(policy().id) },
		});
		expect([gate.sent, await actionsOf(gate)]).toEqual([[], []]);
	});
});

describe("adopt", () => {
	const all = async (gate: ReturnType<typeof world>, reference: string) => {
		const found = [];
		for await (const one of adopt(gate, { references: [reference], dryRun: false })) found.push(one);
		return found;
	};
	const settings = { admissionTag: "ecs-admission" };

	test("what cannot be read is undecided, and not tagged", async () => {
		const gate = world({ settings, lookUps: ["permanent"] });
		expect(await all(gate, "web:1")).toMatchObject([{ verdict: "undecided", outcome: expect.stringMatching(/^undecided: /) }]);
		expect(gate.performed).toEqual([]);
	});

	test("it is reported, never prevented, and a second run judges again", async () => {
		const gate = world({ settings, violations: [{ msg: "privileged" }] });
		await all(gate, "web:1");
		await gate.pass(1);
		await all(gate, "web:1");
		expect((await gate.store.decisions({})).decisions.map(({ reach, verdict }) => `${reach} ${verdict}`)).toEqual([
			"report denied",
			"report denied",
		]);
	});

	test("an ARN says where it is; another account's is not looked up here", async () => {
		const gate = world({ settings });
		expect(await all(gate, `${ARN}:7`)).toEqual([{ arn: `${ARN}:7`, verdict: "allowed", outcome: "tagged as admitted" }]);
		expect(gate.performed).toEqual([`TagResource ${ARN}:7`]);
	});
});
