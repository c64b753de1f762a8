import { describe, expect, it } from "vitest";
import { denied, notify, stopTask } from "../../test/contract/store/records.ts";
import type { ActionState, DecisionRecord, StoredAction } from "../store/store.ts";
import { consequenceOf } from "./consequence.ts";

const DEPLOYMENT = "arn:aws:ecs:eu-west-1:111122223333:service-deployment/shop/web/1";

function stored(action: object, state: ActionState): StoredAction {
	return { ...stopTask(), id: "a", decisionUid: "d", attempts: 0, dueAt: "", ...action, state, outcome: "why" } as StoredAction;
}

function said(record: Partial<DecisionRecord>, ...actions: readonly StoredAction[]) {
	return consequenceOf({ ...denied("d", record), actions });
}

describe("what followed", () => {
	it("a refusal is prevented at once where the answer is the refusal", () => {
		expect(said({ reach: "prevent" })).toEqual({ word: "prevented", details: [] });
		expect(said({ reach: "prevent" }, stored(notify("d"), "planned"))).toEqual({ word: "prevented", details: [] });
	});

	it("is not said to be prevented while enforcement is off", () => {
		expect(said({ reach: "prevent", letThrough: "enforcement is off" })).toEqual({
			word: "would prevent",
			details: ["let through: enforcement is off"],
		});
	});

	it.each([
		["done", "prevented"],
		["planned", "preventing"],
		["superseded", "not prevented"],
		["failed", "not prevented"],
		["withheld", "not prevented"],
	] as const)("a paused deployment whose answer is %s is %s", (state, word) => {
		const answer = stored({ type: "ContinueDeployment", target: DEPLOYMENT }, state);
		const details = [`answer the pause of service-deployment/shop/web/1: ${state}, why`];
		expect(said({ reach: "prevent" }, answer)).toEqual({ word, details });
	});

	it.each([
		["planned", "reverting"],
		["done", "reverted"],
		["withheld", "would revert"],
		["failed", "not reverted"],
	] as const)("what is to be undone and is %s is %s", (state, word) => {
		expect(said({ reach: "revert" }, stored({}, state)).word).toBe(word);
	});

	it.each([
		["done", "done", "reverted"],
		["done", "failed", "not reverted"],
		["done", "withheld", "would revert"],
		["done", "superseded", "reverted"],
		["superseded", "superseded", "not reverted"],
		["failed", "withheld", "not reverted"],
		["failed", "planned", "reverting"],
	] as const)("of two tasks of one call, one %s and one %s: %s", (one, other, word) => {
		expect(said({ reach: "revert" }, stored({ target: "one" }, one), stored({ target: "other" }, other)).word).toBe(word);
	});

	it("a second rung that undid the same target makes up for the first", () => {
		const rungs = [stored({ type: "RollBackDeployment" }, "failed"), stored({ type: "RestoreService" }, "done")];
		expect(said({ reach: "revert" }, ...rungs).word).toBe("reverted");
	});

	it("what nobody undoes is reported, and so is what somebody else refused", () => {
		expect(said({ reach: "revert" }, stored(notify("d"), "done")).word).toBe("reported");
		expect(said({ reach: "report", refusedBy: "an SCP" })).toEqual({ word: "reported", details: ["an SCP"] });
	});
});
