import { describe, expect, test } from "vitest";
import { auditing } from "../test/auditing.ts";
import { exemption } from "../test/requests.ts";
import { definition, type GivenWalk, REVISION, service, walking } from "../test/walks.ts";
import { within } from "./audit/source.ts";
import type { AuditOptions } from "./audit.ts";
import { later } from "./world.ts";

const DAY = 86_400_000;

describe("what nobody knew of", () => {
	test("is recorded with how it got in, who brought it in is who introduced its findings, and nothing is planned", async () => {
		const { run, decisions, world, gate } = auditing();
		const { audit: told, decisions: reported } = await run({ found: [definition()] });
		expect(told).toMatchObject({ missed: 1, evaluated: 1, remembered: 0, unread: 0 });
		expect(await decisions()).toMatchObject([
			{
				...{ enforcementPoint: "audit-scan", reach: "report", verdict: "denied", resource: REVISION, actions: [] },
				principal: "arn:aws:iam::111122223333:role/ci",
				event: {
					found: "no event told of it",
					how: "registered by arn:aws:iam::111122223333:role/ci, at 2026-11-02T08:00:00.000Z",
				},
			},
		]);
		expect(await world.store.findings({})).toMatchObject([{ introducedBy: "arn:aws:iam::111122223333:role/ci", state: "open" }]);
		expect(reported).toMatchObject([
			{ source: REVISION, verdict: "denied", account: "111122223333", violations: [{ finding: { reopened: 0 } }] },
		]);
		expect(await world.store.pendingActions()).toBe(0);
		expect(gate.performed).toEqual([]);
	});

	test("and whose maker ECS does not name", async () => {
		const { run, decisions } = auditing();
		const { broughtInBy: _, createdAt: __, ...unnamed } = definition();
		await run({ found: [unnamed] });
		expect(await decisions()).toMatchObject([{ event: { how: "registered by somebody whom ECS does not name" }, principal: "" }]);
	});
});

describe("what is known already", () => {
	test("and as it was is seen again without a decision and without asking a policy", async () => {
		const { run, decisions, world } = auditing();
		const first = await run({ found: [definition()] });
		const again = await run({ found: [definition()] });
		expect([first.asked, again.asked]).toEqual([1, 0]);
		expect(again.audit).toMatchObject({ missed: 0, evaluated: 0, remembered: 1 });
		expect(await decisions()).toHaveLength(1);
		const [finding] = await world.store.findings({});
		expect(finding && Date.parse(finding.lastSeen) - Date.parse(finding.firstSeen)).toBe(60_000);
		const bare = ({ violations, ...rest }: (typeof again.decisions)[number]) => ({
			...rest,
			violations: violations.map(({ message }) => message),
		});
		expect(again.decisions.map(bare)).toEqual(first.decisions.map(bare));
	});

	test("from an event is not missed", async () => {
		const { run, decisions, world } = auditing();
		const heard = auditing();
		await heard.run({ found: [definition()] });
		const [decision] = await heard.decisions();
		if (decision === undefined) throw new Error("nothing was recorded");
		await world.store.record({ ...decision, key: "cloudtrail-event/1", enforcementPoint: "cloudtrail-event" }, []);
		expect((await run({ found: [definition()] })).audit.missed).toBe(0);
		expect(await decisions()).toHaveLength(1);
	});

	test("and comes to something else is recorded, and its finding is resolved", async () => {
		const { run, decisions, found, world } = auditing();
		await run({ found: [definition()] });
		found.violations = [];
		expect((await run({ found: [definition()] }, { constraintsDigest: "other" })).audit).toMatchObject({ missed: 0, evaluated: 1 });
		expect(await decisions()).toMatchObject([{ verdict: "allowed", event: { found: "what is known of it came to something else" } }, {}]);
		expect(await world.store.findings({})).toMatchObject([{ state: "resolved", resolution: "no longer shown" }]);
	});

	test("and whose exemption has ended is open again, by the answer that is remembered for what is in force", async () => {
		const { run, world, gate } = auditing();
		const exemptions = [exemption({ expiresAt: later(gate.now(), 10 * DAY) })];
		expect((await run({ found: [definition()] }, { exemptions })).audit.expiring).toEqual(exemptions);
		expect(await world.store.findings({})).toMatchObject([
			{ state: "exempted", exemption: "legacy", exemptedUntil: exemptions[0]?.expiresAt },
		]);
		gate.pass(11 * DAY);
		const ended = await run({ found: [definition()] }, { exemptions });
		expect(ended.decisions).toMatchObject([{ verdict: "denied" }]);
		expect(ended.audit).toMatchObject({ expiring: [], trend: expect.arrayContaining([{ day: "2026-12-01", open: 1, exempted: 0 }]) });
		expect(await world.store.findings({})).toMatchObject([{ state: "open", exemption: undefined }]);
	});

	test("by a policy that reads the clock is asked each time", async () => {
		const { run } = auditing({ timeless: false });
		await run({ found: [definition()] });
		expect((await run({ found: [definition()] })).asked).toBe(1);
	});
});

describe("what is not there any more", () => {
	const complete = [{ account: "111122223333", region: "eu-central-1", kind: "TaskDefinition" as const }];

	test("where everything of its kind was named: its findings are over", async () => {
		const { run, world } = auditing();
		await run({ found: [definition()] });
		await run({ complete });
		expect(await world.store.findings({})).toMatchObject([{ state: "resolved", resolution: "gone" }]);
	});

	test.each<[string, GivenWalk, Partial<AuditOptions>]>([
		["where a listing was not complete", {}, {}],
		["of task definitions, where only those in use were walked", { complete }, { allTaskDefinitions: false }],
		["where it could not be read", { complete, unread: [{ ...UNREAD_DEFINITION() }] }, {}],
		["where it was met", { complete, found: [definition()] }, {}],
		["of another kind", { complete: [{ ...complete[0], kind: "Service" as const, account: "111122223333", region: "eu-central-1" }] }, {}],
	])("not %s", async (_, walk, options) => {
		const { run, world } = auditing();
		await run({ found: [definition()] });
		await run(walk, {}, options);
		expect(await world.store.findings({})).toMatchObject([{ state: "open" }]);
	});

	test("nor in another cluster than the listing's", async () => {
		const { run, world } = auditing();
		await run({ found: [service("shop"), service("back")] });
		await run({ complete: [{ account: "111122223333", region: "eu-central-1", cluster: "shop", kind: "Service" }] });
		const states = (await world.store.findings({})).map(({ resource, state }) => `${resource.split("/").at(1)} ${state}`);
		expect(states.toSorted()).toEqual(["back open", "shop resolved"]);
	});
});

test("what could not be read is undecided with its reason, counted apart, and recorded nowhere", async () => {
	const { run, decisions } = auditing();
	const { audit: told, decisions: reported } = await run({ unread: [UNREAD_DEFINITION()], found: [definition({ refersTo: "nothing" })] });
	expect(told).toMatchObject({ unread: 2, evaluated: 0, remembered: 0, missed: 0 });
	expect(reported).toMatchObject([
		{ verdict: "undecided", failures: [{ reason: "access denied" }] },
		{ verdict: "undecided", failures: [{ reason: expect.stringContaining("nothing") }] },
	]);
	expect(await decisions()).toEqual([]);
});

test("a look that leaves no trace records nothing, and tells of no history", async () => {
	const { run, decisions, world } = auditing();
	const { audit: told, decisions: reported } = await run({ found: [definition()] }, { records: false });
	expect(reported).toMatchObject([{ verdict: "denied" }]);
	expect(told).toMatchObject({ missed: 0, trend: [] });
	expect(await decisions()).toEqual([]);
	expect(await world.store.findings({})).toEqual([]);
});

test("within a cluster is what lies in it, and a hole that may hide it", async () => {
	const { runOn } = auditing();
	const listing = { ...UNREAD_DEFINITION(), kind: "Cluster" as const, name: "clusters", arn: undefined };
	const { arn: _, ...hole } = listing;
	const elsewhere = { ...hole, kind: "Service" as const, cluster: "back" };
	const source = within(walking({ found: [definition(), service("shop"), service("back")], unread: [hole, elsewhere] }), ["shop"]);
	const { decisions } = await runOn(source);
	expect(decisions.map(({ kind, cluster, verdict }) => [kind, cluster, verdict])).toEqual([
		["Cluster", undefined, "undecided"],
		["Service", "shop", "denied"],
	]);
});

function UNREAD_DEFINITION() {
	const place = { partition: "aws", account: "111122223333", region: "eu-central-1" };
	return {
		...{ kind: "TaskDefinition" as const, name: "web", arn: REVISION, place },
		...{ action: "ecs:DescribeTaskDefinition", reason: "access denied", transient: false },
	};
}
