import { describe, expect, it } from "vitest";
import { NOW, unresolvedRequest } from "../test/requests.ts";
import { type Given, type TestWorld, testWorld } from "../test/worlds.ts";
import { isLetThrough, refusalMessage } from "./admission/review.ts";
import { answer, answerOrLetThrough } from "./answer.ts";
import { type EnforcementPoint, UnreadableEvent } from "./enforcement-points/enforcement-point.ts";

const violations = [{ msg: "container app is privileged" }];
const about = { catches: "", delay: "", bypass: "", closedBy: "" };

function pointThat(over: Partial<EnforcementPoint<readonly string[]>> = {}): EnforcementPoint<readonly string[]> {
	return {
		...{ name: "a-hook", reach: "prevent", about, whenOff: "lets through" },
		read: () => {
			const { duplicateKey: _, ...asked } = unresolvedRequest({ enforcementPoint: "a-hook" });
			return [asked];
		},
		answer: (_event, decisions) => decisions.map((decision) => (isLetThrough(decision) ? "yes" : refusalMessage(decision) || "no")),
		...over,
	};
}

async function asked(given: Given, point = pointThat(), world: TestWorld = testWorld({ violations, ...given })) {
	const said = await answer(world, point, {});
	return { said, recorded: (await world.store.decisions({})).decisions };
}

describe("what would be refused", () => {
	it("is refused in force, and recorded as prevented", async () => {
		const { said, recorded } = await asked({});
		expect(said).toEqual(["workload/privileged: container app is privileged"]);
		expect(recorded).toMatchObject([{ verdict: "denied", reach: "prevent", actions: [] }]);
		expect(recorded[0]?.letThrough).toBeUndefined();
	});

	it("is let through while enforcement is off, and recorded as what it is", async () => {
		const { said, recorded } = await asked({ settings: { enforce: false } });
		expect(said).toEqual(["yes"]);
		expect(recorded).toMatchObject([{ verdict: "denied", letThrough: "enforcement is off (TASKGATE_ENFORCE=off)" }]);
	});

	it("is let through while Taskgate is halted", async () => {
		const world = testWorld({ violations });
		await world.store.halt({ by: "ada", reason: "INC-204", since: NOW });
		const { said, recorded } = await asked({}, pointThat(), world);
		expect(said).toEqual(["yes"]);
		expect(recorded[0]?.letThrough).toBe("halted by ada: INC-204");
	});

	it("is refused all the same at a point that answers truly", async () => {
		const { said } = await asked({ settings: { enforce: false } }, pointThat({ whenOff: "answers" }));
		expect(said).toEqual(["workload/privileged: container app is privileged"]);
	});

	it("is told of where the answer cannot say why", async () => {
		const { recorded } = await asked({}, pointThat({ silent: true }));
		expect(recorded[0]?.actions.map(({ type, state }) => [type, state])).toEqual([["Notify", "withheld"]]);
	});
});

describe("what cannot be read, judged or recorded", () => {
	const broken = pointThat({
		read: () => {
			throw new UnreadableEvent("body", "must be an object");
		},
	});

	it("is let through while enforcement is off, with an alarm", async () => {
		const world = testWorld({ settings: { enforce: false } });
		expect(await answerOrLetThrough(world, broken, {}, ["yes"])).toEqual(["yes"]);
		expect(world.alarms).toEqual(["what was asked could not be judged, and is let through: enforcement is off"]);
	});

	it("is an error in force, and at a point that answers truly", async () => {
		await expect(answerOrLetThrough(testWorld(), broken, {}, ["yes"])).rejects.toThrow(UnreadableEvent);
		const off = testWorld({ settings: { enforce: false } });
		await expect(answerOrLetThrough(off, { ...broken, whenOff: "answers" }, {}, ["yes"])).rejects.toThrow(UnreadableEvent);
	});
});

describe("what is admitted", () => {
	it("is not said to have been let through", async () => {
		const { said, recorded } = await asked({ violations: [], settings: { enforce: false } });
		expect(said).toEqual(["yes"]);
		expect(recorded[0]?.letThrough).toBeUndefined();
	});
});

describe("what cannot be looked up", () => {
	/** A service names a revision to look up. */
	const service = pointThat({
		read: () => {
			const { duplicateKey: _, ...request } = unresolvedRequest({ kind: "Service", references: { taskDefinition: "web:3" }, object: {} });
			return [request];
		},
	});

	it("is refused at once where nobody may wait, and recorded", async () => {
		const { said, recorded } = await asked({ lookUps: ["transient"] }, service);
		expect(said).toEqual(["undecided: ECS was transient"]);
		expect(recorded).toMatchObject([{ verdict: "undecided" }]);
	});

	it("is recorded only once waiting is over", async () => {
		const patient = { ...service, mayWait: () => true };
		expect((await asked({ lookUps: ["transient"] }, patient)).recorded).toEqual([]);
	});

	it("has failed for now when it takes too long", async () => {
		const world = testWorld({ violations });
		const hanging = { ...world, reader: { ...world.reader, taskDefinition: () => new Promise<never>(() => {}) } };
		const { said } = await asked({}, { ...service, withinMs: 20 }, hanging);
		expect(said).toEqual(["undecided: the look-ups took longer than 0.02 s"]);
	});
});
