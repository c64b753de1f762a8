import { describe, expect, it } from "vitest";
import { admissionRequest, constraint, policy, unresolvedRequest } from "../../test/requests.ts";
import { actionAt, selectConstraints, strictestFailurePolicy } from "./constraint.ts";
import type { Match } from "./match.ts";
import type { AdmissionRequest } from "./request.ts";
import { unknown } from "./unknown.ts";

const policies = new Map([["workload/privileged", policy()]]);

function skipReason(match: Match, over: Partial<AdmissionRequest> = {}): string | undefined {
	return selectConstraints([constraint({ match })], policies, admissionRequest(over)).skipped[0]?.reason;
}

describe("selectConstraints", () => {
	it("selects what has no selectors", () => {
		expect(selectConstraints([constraint()], policies, admissionRequest())).toEqual({ selected: [constraint()], skipped: [] });
	});

	it("selects a policy that the bundle lacks, so that it fails where it is judged", () => {
		expect(selectConstraints([constraint({ policy: "no/such" })], policies, admissionRequest()).selected).toHaveLength(1);
	});

	it("lets a policy that only warns warn at most, at every point", () => {
		const warns = new Map([["workload/privileged", policy({ advisory: true })]]);
		const asked = constraint({ enforcementAction: "deny", scopedActions: { webhook: "deny", "audit-scan": "dryrun" } });
		expect(selectConstraints([asked], warns, admissionRequest()).selected).toEqual([
			{ ...asked, enforcementAction: "warn", scopedActions: { webhook: "warn", "audit-scan": "dryrun" } },
		]);
	});

	it.each<[string, Match, Partial<AdmissionRequest>, string | undefined]>([
		["kind", {}, { kind: "Cluster" }, "kind: the policy judges TaskDefinition, Task, Service, not Cluster"],
		["account included", { accounts: ["1111*"] }, {}, undefined],
		["account not included", { accounts: ["9*"] }, {}, "accounts: 111122223333 is not included"],
		["account unknown to the request", { accounts: ["*"] }, { account: "" }, "accounts: a TaskDefinition says nothing of it here"],
		["region excluded", { regions: { exclude: ["eu-*"] } }, {}, "regions: eu-central-1 is excluded"],
		["region not excluded", { regions: { exclude: ["us-*"] } }, {}, undefined],
		["cluster absent", { clusters: ["*"] }, {}, "clusters: a TaskDefinition says nothing of it here"],
		[
			"cluster",
			{ clusters: { include: ["prod-*"], exclude: ["prod-sandbox"] } },
			{ cluster: "prod-sandbox" },
			"clusters: prod-sandbox is excluded",
		],
		["name", { names: ["web"] }, {}, undefined],
		[
			"role of a session excluded",
			{ principals: { exclude: ["arn:aws:iam::*:role/ci"] } },
			{},
			expect.stringContaining("is excluded") as string,
		],
		[
			"principal unknown",
			{ principals: { exclude: ["x"] } },
			{ userInfo: { arn: "" } },
			"principals: a TaskDefinition says nothing of it here",
		],
		["a caller that nobody knows", { principals: { exclude: ["*"] } }, { userInfo: { arn: "", unknown: true } }, undefined],
		["his account", { accounts: ["9*"] }, { account: "", userInfo: { arn: "", unknown: true } }, undefined],
		["launch type", { launchTypes: ["FARGATE"] }, {}, undefined],
		["every launch type excluded", { launchTypes: { exclude: ["FARGATE"] } }, {}, "launchTypes: FARGATE is excluded"],
		["one launch type of two excluded", { launchTypes: { exclude: ["FARGATE"] } }, { launchTypes: ["FARGATE", "EC2"] }, undefined],
		["no launch type of what runs", { launchTypes: ["EC2"] }, { kind: "Service", launchTypes: [] }, undefined],
		[
			"no launch type of a definition",
			{ launchTypes: ["EC2"] },
			{ launchTypes: [] },
			"launchTypes: a TaskDefinition says nothing of it here",
		],
		["enforcement point", { enforcementPoints: ["webhook"] }, {}, "enforcementPoints: cloudtrail-event is not included"],
		["tag key", { tags: ["team"] }, {}, undefined],
		["tag value", { tags: ["team=shop"] }, {}, undefined],
		["tag value differs", { tags: ["team=billing"] }, {}, "tags: team=shop is not included"],
		["no tags at all", { tags: ["team"] }, { tags: {} }, "tags: none is not included"],
		[
			"no tags of what is changed and was not looked up",
			{ tags: ["team"] },
			{ operation: "UPDATE", tags: {}, context: { source: "copy" } },
			undefined,
		],
		["no tags of what is changed and was looked up", { tags: ["team"] }, { operation: "UPDATE", tags: {} }, "tags: none is not included"],
		["no tags, nothing to exclude", { tags: { exclude: ["team"] } }, { tags: {} }, undefined],
		["tag excluded", { tags: { exclude: ["team=shop"] } }, {}, "tags: team=shop is excluded"],
		["tag value known only at deploy time, included", { tags: ["team=shop"] }, { tags: { team: unknown("Ref Team") } }, undefined],
		[
			"tag value known only at deploy time, excluded",
			{ tags: { exclude: ["team=shop"] } },
			{ tags: { team: unknown("Ref Team") } },
			undefined,
		],
		[
			"another tag known only at deploy time",
			{ tags: ["env=prod"] },
			{ tags: { team: unknown("Ref Team") } },
			"tags: none is not included",
		],
		[
			"a no beats a cannot tell",
			{ tags: ["team=shop"], regions: ["us-*"] },
			{ tags: { team: unknown("Ref") } },
			"regions: eu-central-1 is not included",
		],
	])("%s", (_, match, over, reason) => {
		expect(skipReason(match, over)).toEqual(reason);
	});

	const SELECTED = { reason: undefined };
	it.each<[string, Match, Partial<AdmissionRequest>, { readonly reason: string | undefined }]>([
		["a cluster", { clusters: ["prod"] }, { kind: "Service", object: { cluster: unknown("Ref Cluster") } }, SELECTED],
		[
			"a cluster that was resolved",
			{ clusters: ["prod"] },
			{ cluster: "test", object: { cluster: unknown("Ref Cluster") } },
			{ reason: "clusters: test is not included" },
		],
		["a name", { names: ["billing"] }, { name: "", object: { family: unknown("Ref Family") } }, SELECTED],
		["no name", { names: ["billing"] }, { name: "", object: {} }, { reason: "names: a TaskDefinition says nothing of it here" }],
		["a launch type", { launchTypes: ["EC2"] }, { object: { requiresCompatibilities: ["FARGATE", unknown("Ref Type")] } }, SELECTED],
		["the tags", { tags: ["env"] }, { object: { tags: unknown("Ref Tags") } }, SELECTED],
		["one of the tags", { tags: ["env"] }, { object: { tags: [{ key: "team", value: "shop" }, unknown("Fn::If Prod")] } }, SELECTED],
		["the key of a tag", { tags: { exclude: ["team"] } }, { object: { tags: [{ key: unknown("Ref Key"), value: "x" }, null] } }, SELECTED],
		[
			"no tag",
			{ tags: ["env"] },
			{ object: { tags: [{ key: "team", value: "shop" }, null] } },
			{ reason: "tags: team=shop is not included" },
		],
	])("known only at deploy time: %s", (_, match, over, { reason }) => {
		expect(skipReason(match, over)).toEqual(reason);
	});

	it("covers a request that was not resolved by what it cannot tell yet", () => {
		const match = { tags: ["team=shop"], launchTypes: ["EC2"] };
		const unresolved = unresolvedRequest({ tags: {}, launchTypes: [] });
		expect(selectConstraints([constraint({ match })], policies, unresolved).selected).toHaveLength(1);
		expect(selectConstraints([constraint({ match })], policies, unresolvedRequest({ tags: { team: "x" } })).selected).toHaveLength(0);
	});
});

describe("actionAt", () => {
	it("is the scoped action at its point and the general one elsewhere", () => {
		const scoped = constraint({ scopedActions: { "audit-scan": "warn" } });
		expect(actionAt(scoped, "audit-scan")).toBe("warn");
		expect(actionAt(scoped, "webhook")).toBe("deny");
		expect(actionAt(scoped, "constructor")).toBe("deny");
	});
});

describe("strictestFailurePolicy", () => {
	it.each([
		["Fail when one that could deny fails", [constraint({ failurePolicy: "Ignore" }), constraint()], "Fail"],
		["Ignore when all that could deny ignore", [constraint({ failurePolicy: "Ignore" })], "Ignore"],
		["Ignore when none could deny", [constraint({ enforcementAction: "warn" })], "Ignore"],
	] as const)("%s", (_, constraints, expected) => {
		expect(strictestFailurePolicy(constraints, "webhook")).toBe(expected);
	});
});
