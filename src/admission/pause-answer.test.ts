import { describe, expect, it } from "vitest";
import { ARN, admissionRequest, decision, unresolvedRequest } from "../../test/requests.ts";
import type { Decision } from "./decide.ts";
import { isGoAhead } from "./harmless.ts";
import { type Circumstances, plan } from "./plan.ts";

const deployment = `${ARN}:service-deployment/prod/web/1`;
const serviceRevision = `${ARN}:service-revision/prod/web/1`;
const pause = { hookId: "h", deployment, stage: "PRE_SCALE_UP" };
const request = admissionRequest({ kind: "Service", pause, targets: { serviceRevision } });
const HERE: Circumstances = { reach: "prevent", silent: true, scaleToZero: false, pauseStages: ["PRE_SCALE_UP"] };

function answer(over: Partial<Decision>, circumstances: Partial<Circumstances> = {}) {
	const planned = plan(decision({ request, ...over }), { ...HERE, ...circumstances }).filter(({ type }) => type === "ContinueDeployment");
	return planned.map(({ parameters, state }) => `${parameters?.answer} ${state}`).join();
}

describe("the answer to a pause", () => {
	const elsewhere = { pauseStages: ["POST_SCALE_UP"] };
	it.each<[string, Partial<Decision>, Partial<Circumstances>, string]>([
		["admitted", { verdict: "allowed" }, {}, "CONTINUE planned"],
		["admitted, where a person may be meant", { verdict: "allowed" }, elsewhere, ""],
		["admitted, no stage being ours", { verdict: "allowed" }, { pauseStages: [] }, ""],
		["denied", {}, {}, "ROLLBACK planned"],
		["denied, where a person may be meant", {}, elsewhere, "ROLLBACK planned"],
		["undecided", { verdict: "undecided" }, {}, "ROLLBACK planned"],
		["undecided, where a person may be meant", { verdict: "undecided" }, elsewhere, ""],
		["undecided under Ignore", { verdict: "undecided", failurePolicy: "Ignore" }, {}, "CONTINUE planned"],
		["let through", { letThrough: "off" }, { withheld: "off" }, "CONTINUE planned"],
		["let through, where a person may be meant", { letThrough: "off" }, { withheld: "off", ...elsewhere }, ""],
		["admitted while off", { verdict: "allowed" }, { withheld: "off" }, "CONTINUE planned"],
		["admitted, replayed", { verdict: "allowed" }, { withheld: "replay", unanswered: "replay" }, "CONTINUE withheld"],
		["denied, replayed", {}, { withheld: "replay", unanswered: "replay" }, "ROLLBACK withheld"],
	])("%s", (_, over, circumstances, expected) => {
		expect(answer(over, circumstances)).toBe(expected);
	});

	it("is for the revision that was judged; what could not be looked up names none", () => {
		const first = (of: Decision) => plan(of, HERE)[0];
		expect(first(decision({ request }))).toMatchObject({
			target: deployment,
			precondition: { serviceRevision },
			parameters: { hookId: "h" },
		});
		const blind = decision({ verdict: "undecided", request: unresolvedRequest({ kind: "Service", pause }) });
		expect(first(blind)).toMatchObject({ target: deployment, precondition: {}, parameters: { answer: "ROLLBACK" } });
	});

	it("nothing waits, nothing is answered", () => {
		expect(answer({ request: admissionRequest({ kind: "Service" }) })).toBe("");
	});

	it("is a go-ahead only when it continues", () => {
		expect(isGoAhead({ type: "ContinueDeployment", parameters: { answer: "CONTINUE" } })).toBe(true);
		expect(isGoAhead({ type: "ContinueDeployment", parameters: { answer: "ROLLBACK" } })).toBe(false);
		expect(isGoAhead({ type: "ContinueDeployment" })).toBe(false);
		expect(isGoAhead({ type: "StopTask", parameters: { answer: "CONTINUE" } })).toBe(false);
	});
});
