/** A service that an exemption excuses, or that a constraint leaves out, keeps its revision: when it is judged, and when it is to be moved. In moto. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Constraint } from "../../src/admission/constraint.ts";
import type { Exemption } from "../../src/admission/exemption.ts";
import { ownRegion } from "../own-region.ts";
import { constraint, exemption } from "../requests.ts";
import { INIT, type PatchedGround, patchedGround } from "./patched-ground.ts";

const ACCOUNTS = { accounts: ["*"] };
const BREAK_GLASS = "arn:aws:iam::123456789012:role/break-glass";

let on: PatchedGround;
beforeAll(async () => {
	on = await patchedGround(ownRegion(import.meta));
});
beforeEach(() => {
	on.fresh();
});
afterAll(() => on.close());

const moves = (actions: readonly { readonly type: string; readonly state: string; readonly outcome?: string }[]) =>
	actions.filter(({ type }) => type === "RegisterPatched").map(({ state, outcome }) => `${state}: ${outcome}`);
let made = 0;
/** Called otherwise than its family, which is all that a registration knows. */
async function serving() {
	made += 1;
	const family = `family-${made}`;
	const original = await on.ecs.register(family);
	await on.ecs.service(`excused-${made}`, original, { tags: [{ key: "tier", value: "legacy" }] });
	return { name: `excused-${made}`, original };
}
const created = (name: string) => on.created(name, { roleArn: BREAK_GLASS });
const judged = async (name: string) => on.finish(String((await on.judge(await created(name)))[0]));

const EXCUSES: readonly Exemption["match"][] = [
	{ ...ACCOUNTS, clusters: ["patched"] },
	{ ...ACCOUNTS, names: ["excused-*"] },
	{ ...ACCOUNTS, principals: [BREAK_GLASS] },
	{ ...ACCOUNTS, tags: ["tier=legacy"] },
	{ ...ACCOUNTS, clusters: ["patched"], containers: ["app"] },
];
const EXCLUDES: readonly Constraint["match"][] = [
	{ clusters: { exclude: ["patched"] } },
	{ names: { exclude: ["excused-*"] } },
	{ principals: { exclude: [BREAK_GLASS] } },
	{ tags: { exclude: ["tier=legacy"] } },
];

describe.each(EXCUSES)("excused by %j", (match) => {
	const excuse = exemption({ policy: INIT.policy, match, expiresAt: "2099-01-01T00:00:00Z" });

	test("it is not moved", async () => {
		on.excuse([excuse]);
		const { name, original } = await serving();
		const { verdict, actions } = await judged(name);
		expect([verdict, moves(actions)]).toEqual(["allowed", []]);
		expect((await on.described(name)).taskDefinition).toBe(original);
	});

	test("after its move was planned it is not moved either", async () => {
		on.rule([{ ...INIT, enforcementAction: "warn" }]);
		const { name, original } = await serving();
		const [uid] = await on.judge(await created(name));
		on.excuse([excuse]);
		expect(moves((await on.finish(String(uid))).actions)).toEqual(["superseded: exemption legacy leaves it as it is"]);
		expect((await on.described(name)).taskDefinition).toBe(original);
		expect([on.stub.count("RegisterTaskDefinition"), on.stub.count("UpdateService")]).toEqual([0, 0]);
	});
});

describe.each(EXCLUDES)("left out by %j", (match) => {
	test("it is not moved", async () => {
		on.rule([{ ...INIT, match }]);
		const { name, original } = await serving();
		const { verdict, actions } = await judged(name);
		expect([verdict, moves(actions)]).toEqual(["allowed", []]);
		expect((await on.described(name)).taskDefinition).toBe(original);
	});

	test("after its move was planned it is not moved either", async () => {
		const { name, original } = await serving();
		const [uid] = await on.judge(await created(name));
		on.rule([{ ...INIT, enforcementAction: "warn", match }]);
		expect(moves((await on.finish(String(uid))).actions)).toEqual([expect.stringContaining("no policy in force now patches it")]);
		expect((await on.described(name)).taskDefinition).toBe(original);
	});
});

describe("a task of it", () => {
	test("tells no more than its service: name and tags of that leave it as it is", async () => {
		for (const match of [{ names: ["excused-*"] }, { tags: ["tier=legacy"] }]) {
			on.excuse([exemption({ policy: INIT.policy, match: { ...ACCOUNTS, ...match }, expiresAt: "2099-01-01T00:00:00Z" })]);
			on.rule([{ ...INIT, enforcementAction: "warn" }]);
			const { name, original } = await serving();
			const [uid] = await on.judge(await on.taskStarted(name, original));
			expect(moves((await on.finish(String(uid))).actions)).toEqual([]);
		}
	});

	test("leads to the move where nothing excuses the service, by what covers it alone", async () => {
		const tagged = constraint({
			...{ name: "tags", policy: "tags/task-definition", mutate: true, match: { names: { exclude: ["excused-*"] } } },
			...{ enforcementAction: "warn", parameters: { requiredTagKeys: ["owner"], defaultTags: { owner: "platform" } } },
		});
		on.rule([INIT, tagged]);
		const { name, original } = await serving();
		const [uid] = await on.judge(await on.taskStarted(name, original));
		expect(moves((await on.finish(String(uid))).actions)).toEqual([expect.stringMatching(/^done: /)]);
		const { container, marks } = await on.definition((await on.described(name)).taskDefinition);
		expect(container).toMatchObject({ linuxParameters: { initProcessEnabled: true } });
		expect(Object.keys(marks)).not.toContain("owner");
	});
});
