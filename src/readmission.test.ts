import { describe, expect, it, vi } from "vitest";
import { fixturesOf } from "../test/fixtures.ts";
import { constraint, policy, unresolvedRequest } from "../test/requests.ts";
import { type Given, testWorld } from "../test/worlds.ts";
import type { JsonObject, UnresolvedRequest } from "./admission/request.ts";
import { NotYet } from "./admit.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { accept, drainInbox, judgeAtOnce } from "./intake.ts";
import { readmissions as each } from "./readmission.ts";

const IMAGE = `sha256:${"3".repeat(64)}`;
const NO_CVES = { id: "supply-chain/no-critical-cves", evidence: ["vulnerabilities"] as const };
const revision = (n: number) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/web:${n}`;
const scan = fixturesOf("image-scan").find(({ file }) => file === "ecr-scan.json")?.event as JsonObject;
/** Of the fixtures: the scan is at 12:01:10. */
const OVER = 210_000;

/** Where a policy asks what scans find, and those revisions run the image. */
async function world(revisions: readonly number[], given: Given = {}) {
	const base = testWorld({ violations: [{ msg: "the image has CVE-2026-1234" }], ...given });
	const asked: unknown[] = [];
	const evidence: Evidence = {
		of: async (question) => {
			asked.push(...question.parts.map(() => question.since));
			return {};
		},
	};
	const engine = { ...base.engine, policies: [policy(NO_CVES)] };
	const body = { family: "web", containerDefinitions: [{ name: "app", image: "web:1" }] };
	const reader = { ...base.reader, taskDefinition: async (_: unknown, arn: string) => ({ arn, body, status: "ACTIVE" as const }) };
	const whole = { ...base, reader, engine, constraints: [constraint({ policy: NO_CVES.id })], evidence };
	for (const n of revisions) {
		const running = { revision: revision(n), images: [{ containerName: "app", imageDigest: IMAGE }] };
		const [record] = await judgeAtOnce(whole, admitted(n));
		if (record === undefined) throw new Error("nothing was decided");
		const { actions: _, ...rest } = record;
		await base.store.record({ ...rest, uid: `use-${n}`, key: `use-${n}`, running, verdict: "allowed", violations: [] }, []);
	}
	return { ...whole, asked };
}

function admitted(n: number): JsonObject {
	const event = fixturesOf("cloudtrail-event").find(({ file }) => file === "register-task-definition.json")?.event as JsonObject;
	const detail = event.detail as JsonObject;
	return {
		...event,
		detail: { ...detail, eventID: `${n}`, responseElements: { taskDefinition: { taskDefinitionArn: revision(n) } } },
	} as JsonObject;
}

async function readmissions(...asked: Parameters<typeof each>): Promise<readonly UnresolvedRequest[]> {
	const found: UnresolvedRequest[] = [];
	for await (const one of each(...asked)) found.push(one);
	return found;
}

describe("a scan of an image", () => {
	it("has every revision that runs it judged again, once for all that is told within the window, and by what is learned after it", async () => {
		const all = await world([1, 2]);
		expect(await accept(all, scan)).toBe(1);
		const later = { ...scan, id: "another", time: "2026-11-20T12:02:59Z" };
		await accept(all, later);
		await drainInbox(all);
		expect(await ofScans(all)).toEqual([]);
		all.pass(OVER);
		await drainInbox(all);
		expect((await ofScans(all)).toSorted()).toEqual([
			["denied", revision(1), ["Notify"]],
			["denied", revision(2), ["Notify"]],
		]);
		expect(all.asked.filter((since) => since !== undefined)).toEqual(["2026-11-20T12:03:30.000Z", "2026-11-20T12:03:30.000Z"]);
		expect(await all.store.inbox?.()).toMatchObject({ events: 0 });
		await judgeAtOnce(all, later);
		expect(await ofScans(all)).toHaveLength(2);
		await judgeAtOnce(all, { ...scan, time: "2026-11-20T12:03:00Z" });
		expect(await ofScans(all)).toHaveLength(4);
	});

	it("asks for nothing where nobody runs the image, no policy asks what scans find, no registry is asked, or ECS is not", async () => {
		const all = await world([1]);
		const request = { ...unresolvedRequest(), references: { imageDigest: IMAGE } };
		expect(await readmissions(all, request, false)).toHaveLength(1);
		expect(await readmissions(all, { ...request, references: { imageDigest: `sha256:${"9".repeat(64)}` } }, false)).toEqual([]);
		expect(await readmissions({ ...all, constraints: [] }, request, false)).toEqual([]);
		expect(await readmissions({ ...all, reader: { ...all.reader, source: "copy" } }, request, false)).toEqual([]);
		const { evidence: _, ...withoutRegistries } = all;
		expect(await readmissions(withoutRegistries, request, false)).toEqual([]);
		let held = 0;
		const hold = () => {
			held += 1;
			const release = () => {
				held -= 1;
			};
			return { inForce: { ...all, constraints: [] } as never, release };
		};
		expect(await readmissions({ ...all, hold }, request, false)).toEqual([]);
		expect(held).toBe(0);
	});

	it("is waited for until the window is over, but for whoever cannot wait any longer", async () => {
		const all = await world([1]);
		const request = { ...unresolvedRequest(), notBefore: "2026-11-20T12:03:30.000Z", references: { imageDigest: IMAGE } };
		await expect(readmissions(all, request, true)).rejects.toThrow(NotYet);
		expect(await readmissions(all, request, false)).toMatchObject([
			{ name: "web", references: { taskDefinition: revision(1), containerImages: [{ containerName: "app", imageDigest: IMAGE }] } },
		]);
		all.pass(OVER);
		expect(await readmissions(all, request, true)).toHaveLength(1);
	});

	it("of an image that very many run has those judged that were seen last", async () => {
		const base = await world([]);
		const told: string[] = [];
		const usesOf = async () => Array.from({ length: 501 }, (_, n) => ({ revision: revision(n), containerNames: ["agent"] }));
		const all = { ...base, store: { ...base.store, usesOf }, log: { ...base.log, info: (what: string) => told.push(what) } };
		const found = await readmissions(all, { ...unresolvedRequest(), references: { imageDigest: IMAGE } }, false);
		expect(found).toHaveLength(500);
		expect(found.map(({ references }) => references.taskDefinition)).not.toContain(revision(500));
		expect(told).toEqual(["an image is run by more revisions than are judged again"]);
	});

	it("passes over a revision that was deleted, whose findings end, and judges the others", async () => {
		const all = await world([1, 2]);
		await accept(all, scan);
		all.pass(OVER);
		await drainInbox(all);
		expect((await all.store.findings({ state: "open" })).map(({ resource }) => resource).sort()).toEqual([revision(1), revision(2)]);
		const reader = {
			...all.reader,
			taskDefinition: async (place: never, arn: string) => (arn === revision(1) ? undefined : all.reader.taskDefinition(place, arn)),
		};
		await judgeAtOnce({ ...all, reader }, { ...scan, time: "2026-11-20T12:03:10Z" });
		expect((await all.store.findings({ state: "open" })).map(({ resource }) => resource)).toEqual([revision(2)]);
		expect(await ofScans(all)).toHaveLength(3);
	});

	it("that cannot be judged is on record, and told to nobody", async () => {
		const all = await world([1]);
		const taskDefinition = () => Promise.reject(new LookUpFailed("no role for the account", { transient: false }));
		await judgeAtOnce({ ...all, reader: { ...all.reader, taskDefinition } }, scan);
		expect(await ofScans(all)).toEqual([["undecided", "TaskDefinition/web", []]]);
	});

	it("of more than can be judged in one go goes on where it stopped, and says so where it cannot", async () => {
		const all = await world([1, 2]);
		const slow = vi.spyOn(performance, "now");
		try {
			const request = { ...unresolvedRequest(), references: { imageDigest: IMAGE } };
			let ms = 0;
			slow.mockImplementation(() => {
				ms += 6_000;
				return ms;
			});
			const judged: unknown[] = [];
			const go = async () => {
				for await (const one of each(all, request, true)) judged.push(one.references.taskDefinition);
			};
			await expect(go()).rejects.toThrow(NotYet);
			expect(judged).toHaveLength(1);
			expect(await readmissions(all, request, false)).toHaveLength(1);
			expect(all.alarms.at(-1)).toContain("the audit does");
		} finally {
			slow.mockRestore();
		}
	});
});

async function ofScans({ store }: Awaited<ReturnType<typeof world>>): Promise<readonly unknown[]> {
	const { decisions } = await store.decisions({});
	return decisions
		.filter(({ enforcementPoint }) => enforcementPoint === "image-scan")
		.map(({ verdict, resource, actions }) => [verdict, resource, actions.map(({ type }) => type)]);
}
