import { describe, expect, it } from "vitest";
import { ARN } from "../../test/requests.ts";
import { type TestWorld, testWorld } from "../../test/worlds.ts";
import type { AuditSource } from "../audit/source.ts";
import type { Walked } from "../ecs/inventory/inventory.ts";
import { itemOf } from "../ecs/inventory/item.ts";
import { auditInTime, NotYetAudited } from "./audit-in-time.ts";

const PLACE = { partition: "aws", account: "111122223333", region: "us-east-1" };
const PLENTY = () => 900_000;

function definition(n: number): Walked {
	const arn = `${ARN}:task-definition/web:${n}`;
	const object = { family: "web", containerDefinitions: [] };
	const references = { taskDefinition: arn };
	return { found: itemOf(PLACE, { kind: "TaskDefinition", action: "RegisterTaskDefinition", arn, name: "web", object, references }) };
}

const definitions = (count: number) => Array.from({ length: count }, (_, n) => definition(n + 1));

/** `asked`: ids that were not dealt with yet when the walk came to them. */
function source(world: TestWorld, walked: readonly Walked[], asked: string[] = []): AuditSource {
	return {
		places: [PLACE],
		known: walked.length,
		async *walk(isDone = () => false) {
			for (const one of walked) {
				if ("found" in one && (await isDone(one.found.id))) continue;
				if ("found" in one) asked.push(one.found.id);
				yield one;
			}
		},
		readerFor: () => world.reader,
	};
}

describe("an audit by the clock", () => {
	it("judges all that is walked, and acts on nothing", async () => {
		const world = testWorld({ violations: [{ msg: "is privileged" }] });
		expect(await auditInTime(world, source(world, definitions(3)), PLENTY)).toEqual({
			...{ allowed: 0, denied: 3, undecided: 0 },
			...{ unread: 0, missed: 3 },
		});
		expect(world.performed).toEqual([]);
		expect(world.alarms).toEqual([]);
		expect((await world.store.decisions({})).decisions).toHaveLength(3);
		expect(await auditInTime(world, source(world, definitions(3)), PLENTY)).toMatchObject({ denied: 3, missed: 0 });
	});

	it("ends before Lambda ends it, keeps what it has, and goes on from there", async () => {
		const world = testWorld();
		const remaining = Array.from({ length: 120 }, () => 900_000);
		const first: string[] = [];
		const cut = auditInTime(world, source(world, definitions(150), first), () => remaining.shift() ?? 59_000);
		await expect(cut).rejects.toThrow(NotYetAudited);
		expect(first).toHaveLength(121);

		const second: string[] = [];
		expect(await auditInTime(world, source(world, definitions(150), second), PLENTY)).toMatchObject({ allowed: 150 });
		expect(second).toEqual(
			definitions(150)
				.flatMap((one) => ("found" in one ? one.found.id : []))
				.slice(100),
		);
	});

	it("does not go on with what other policies have judged", async () => {
		const world = testWorld();
		await expect(auditInTime(world, source(world, definitions(150)), () => 1)).rejects.toThrow(NotYetAudited);
		const asked: string[] = [];
		await auditInTime({ ...world, constraintsDigest: "other" }, source(world, definitions(150), asked), PLENTY);
		expect(asked).toHaveLength(150);
	});

	it("alarms for what could not be read, which is no pass", async () => {
		const world = testWorld();
		const reason = "not allowed to call ecs:ListServices";
		const unread = { kind: "Service" as const, name: "services of cluster main", place: PLACE, action: "ecs:ListServices", reason };
		const walked = [...definitions(1), { unread: { ...unread, transient: false } }];
		expect(await auditInTime(world, source(world, walked), PLENTY)).toMatchObject({ allowed: 1, undecided: 1, unread: 1 });
		expect(world.alarms).toEqual(["an audit could not read everything"]);
	});
});
