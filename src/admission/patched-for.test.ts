import { describe, expect, it } from "vitest";
import { admissionRequest, constraint, exemption, NOW } from "../../test/requests.ts";
import type { Match } from "./match.ts";
import { leftAsItIs, patchingFor } from "./patched-for.ts";
import type { AdmissionRequest } from "./request.ts";

const policies = ["workload/privileged"];
const service = (over: Partial<AdmissionRequest> = {}) =>
	admissionRequest({ kind: "Service", name: "web", cluster: "prod", tags: { tier: "legacy" }, ...over });
const nobody = { arn: "", unknown: true } as const;
const excused = (match: Match, own = [service()], denied = true) =>
	leftAsItIs([exemption({ match })], { own, denied }, policies, NOW)?.name;

describe("a constraint patches for a service", () => {
	const patches = (match: Match, own = [service()]) => patchingFor([constraint({ match })], { own, denied: true }).length === 1;

	it("that it covers, or of which that cannot be told", () => {
		expect(patches({ clusters: ["prod"], names: ["web"], tags: ["tier=legacy"] })).toBe(true);
		expect(patches({ principals: { exclude: ["arn:aws:iam::*:role/x"] } }, [service({ userInfo: nobody })])).toBe(true);
	});

	it.each<Match>([
		{ clusters: { exclude: ["prod"] } },
		{ names: { exclude: ["web"] } },
		{ tags: { exclude: ["tier=legacy"] } },
		{ principals: { exclude: ["arn:aws:iam::111122223333:role/ci"] } },
	])("and not where it leaves it out by %j", (match) => {
		expect(patches(match)).toBe(false);
	});

	it("and not where it leaves out either of what was asked", () => {
		expect(patches({ names: { exclude: ["web"] } }, [service({ kind: "Task", name: "other" }), service()])).toBe(false);
	});

	it("whatever kinds its policy judges", () => {
		expect(patchingFor([constraint({ policy: "tags/task-definition" })], { own: [service()], denied: true })).toHaveLength(1);
	});
});

describe("an exemption leaves a service as it is", () => {
	it("where it covers what was asked, whole or in part", () => {
		for (const match of [{ clusters: ["prod"] }, { names: ["web"] }, { tags: ["tier"] }, { names: ["web"], containers: ["app"] }])
			expect(excused(match), JSON.stringify(match)).toBe("legacy");
		expect(excused({ names: ["web"] }, [service({ kind: "Task", name: "other" }), service()])).toBe("legacy");
	});

	it("but not another service, of another policy, or once it is over", () => {
		expect(excused({ clusters: ["test"] })).toBeUndefined();
		expect(leftAsItIs([exemption()], { own: [service()], denied: true }, ["workload/init-process"], NOW)).toBeUndefined();
		expect(leftAsItIs([exemption({ expiresAt: NOW })], { own: [service()], denied: true }, policies, NOW)).toBeUndefined();
	});

	it("in doubt too if it is allowed; a denied one would be undone otherwise", () => {
		const byPrincipal = { principals: ["arn:aws:iam::*:role/break-glass"] };
		const own = [service({ userInfo: nobody })];
		expect([excused(byPrincipal, own, false), excused(byPrincipal, own, true)]).toEqual(["legacy", undefined]);
	});
});
