import { expect, test } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

const POLICIES = ["workload/privileged", "workload/devices", "workload/host-network", "image/registries", "image/tags"];

test.each([
	["workload/priviledged", ["workload/privileged"]],
	["workload/privilegde", ["workload/privileged"]],
	["image/tag", ["image/tags"]],
	["Image/Tags", ["image/tags"]],
	["something-else-entirely", []],
])("%s", (name, found) => {
	expect(nearest(name, POLICIES)).toEqual(found);
});

test("as part of a sentence", () => {
	expect(didYouMean("enforcmentAction", ["enforcementAction"])).toBe("; did you mean enforcementAction?");
	expect(didYouMean("xyz", ["enforcementAction"])).toBe("");
});
