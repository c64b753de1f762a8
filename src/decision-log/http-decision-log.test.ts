import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import type { DecisionWithActions } from "../store/store.ts";
import { nextChunk, type Waiting } from "./chunk.ts";
import { HttpDecisionLog } from "./http-decision-log.ts";
import { opaEvent } from "./opa-event.ts";

const record = (uid: string, object: object = {}) =>
	({
		uid,
		object,
		principal: "arn:aws:iam::111122223333:role/ci",
		actions: [],
		durationMs: 1.5,
		revision: "r1",
	}) as unknown as DecisionWithActions;

async function started(limits: ConstructorParameters<typeof HttpDecisionLog>[2] = {}) {
	const uploads: { readonly uids: readonly string[]; readonly bytes: number }[] = [];
	const state = { status: 200, location: "" };
	const server = createServer(async (request, response) => {
		const bytes = await buffer(request);
		const events = JSON.parse(gunzipSync(bytes).toString()) as { decision_id: string }[];
		if (state.status === 200) uploads.push({ uids: events.map((event) => event.decision_id), bytes: bytes.length });
		response.writeHead(state.status, state.location === "" ? {} : { location: state.location }).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const counts = { sent: 0, dropped: 0, failed: 0, buffered: 0 };
	const alarms: string[] = [];
	const metrics = {
		sent: (events: number) => {
			counts.sent += events;
		},
		dropped: (events: number) => {
			counts.dropped += events;
		},
		failed: () => {
			counts.failed += 1;
		},
		buffered: (bytes: number) => {
			counts.buffered = bytes;
		},
	};
	const told = { metrics, log: { info: () => {}, alarm: (happening: string) => void alarms.push(happening) } };
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/logs`;
	const log = new HttpDecisionLog({ url, version: "1" }, told, { everyMs: 20, firstRetryMs: 20, lastRetryMs: 40, drainMs: 300, ...limits });
	onTestFinished(async () => {
		await log.close();
		server.closeAllConnections();
		server.close();
	});
	return { log, uploads, state, counts, alarms };
}

test("events are sent once each, in order, in uploads that are small enough", async () => {
	const { log, uploads, counts } = await started({ chunkBytes: 800 });
	const uids = Array.from({ length: 60 }, (_, i) => `uid-${i}-${Math.sin(i)}`);
	for (const uid of uids) log.decided(record(uid));
	await log.flush(2_000);
	expect(uploads.flatMap((upload) => upload.uids)).toEqual(uids);
	expect(uploads.length).toBeGreaterThan(1);
	expect(Math.max(...uploads.map(({ bytes }) => bytes))).toBeLessThanOrEqual(800);
	expect(counts).toEqual({ sent: 60, dropped: 0, failed: 0, buffered: 0 });
});

test("what is refused is tried again by itself, and told once", async () => {
	const { log, uploads, state, counts, alarms } = await started();
	state.status = 503;
	log.decided(record("a"));
	await vi.waitFor(() => expect(counts.failed).toBeGreaterThan(2), 3_000);
	state.status = 200;
	await vi.waitFor(() => expect(uploads).toEqual([expect.objectContaining({ uids: ["a"] })]), 3_000);
	expect(alarms).toEqual(["the decision log's service takes no events: they wait"]);
});

test("a redirect is not followed: the token is for this address", async () => {
	const { log, state, counts } = await started();
	Object.assign(state, { status: 307, location: "http://127.0.0.1:9/elsewhere" });
	log.decided(record("a"));
	await log.flush(1_000);
	expect(counts).toMatchObject({ sent: 0, failed: expect.any(Number) });
	expect(counts.failed).toBeGreaterThan(0);
});

test("a full buffer drops the oldest, counts them and alarms once; what is left at the end is counted too", async () => {
	const { log, state, counts, alarms } = await started({ bufferBytes: 2_000 });
	state.status = 500;
	for (let i = 0; i < 50; i += 1) log.decided(record(`uid-${i}`));
	expect(counts.buffered).toBeLessThanOrEqual(2_000);
	const dropped = counts.dropped;
	expect(dropped).toBeGreaterThan(30);
	await log.close();
	expect(counts).toMatchObject({ sent: 0, dropped: 50 });
	expect(alarms.filter((happening) => /buffer is full/.test(happening))).toHaveLength(1);
	expect(alarms.at(-1)).toMatch(/did not take the last events/);
});

test("an event that is too large goes without its object, or not at all", () => {
	const noise = Array.from({ length: 3_000 }, (_, i) => Math.sin(i).toString(36)).join("");
	const large: Waiting = { json: JSON.stringify({ noise }), bare: () => '{"erased":1}' };
	expect(JSON.parse(gunzipSync(nextChunk([large], 500).body).toString())).toEqual([{ erased: 1 }]);
	expect(nextChunk([{ ...large, bare: () => JSON.stringify({ noise }) }], 500)).toMatchObject({ taken: 1, dropped: 1 });
	expect(nextChunk([], 500)).toMatchObject({ taken: 0, dropped: 0 });
});

test("what is masked in the object is named by its pointer in the event", () => {
	const object = { containerDefinitions: [{ environment: [{ name: "A", value: { $unknown: "masked" } }] }] };
	expect(opaEvent(record("a", object), {}).masked).toEqual(["/input/request/object/containerDefinitions/0/environment/0/value"]);
	expect(opaEvent(record("a"), {})).not.toHaveProperty("masked");
});
