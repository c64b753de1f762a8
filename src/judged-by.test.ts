import { describe, expect, it } from "vitest";
import { constraint, unresolvedRequest } from "../test/requests.ts";
import { testWorld } from "../test/worlds.ts";
import { judge } from "./judge.ts";
import { judgedBy } from "./judged-by.ts";

const world = testWorld({ violations: [{ msg: "container app is privileged" }] });
const strict = { ...world, profile: async (name: string) => [constraint({ name: `${name} no-privileged` })] };
const lacking = async () => Promise.reject(new Error("there is no profile x"));

describe("a profile that a request names", () => {
	it("is judged besides what is in force, never instead of it", async () => {
		expect(await judgedBy(strict, unresolvedRequest())).toEqual({ constraints: world.constraints, constraintsDigest: "digest" });
		const { constraints, constraintsDigest } = await judgedBy(strict, unresolvedRequest({ profile: "p" }));
		expect(constraints.map(({ name }) => name)).toEqual(["no-privileged", "profile p: p no-privileged"]);
		expect(constraintsDigest).toBe("digest+p");
	});

	it("denies where what is in force only warns", async () => {
		const lenient = { ...strict, constraints: [constraint({ enforcementAction: "warn" })] };
		expect((await judge(lenient, unresolvedRequest())).verdict).toBe("allowed");
		expect((await judge(lenient, unresolvedRequest({ profile: "p" }))).verdict).toBe("denied");
	});

	it.each([
		["that cannot be had", { ...world, constraints: [], profile: lacking }],
		["where there are none", { ...world, constraints: [] }],
	])("%s is a refusal that says so, whatever the failure policies", async (_, given) => {
		const { verdict, failurePolicy, failures } = await judge(given, unresolvedRequest({ profile: "x" }));
		expect([verdict, failurePolicy]).toEqual(["undecided", "Fail"]);
		expect(failures[0]?.reason).toContain("profile");
	});
});
