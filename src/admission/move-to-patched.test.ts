import { describe, expect, it } from "vitest";
import { ARN, admissionRequest, decision, unresolvedRequest } from "../../test/requests.ts";
import type { Decision } from "./decide.ts";
import { plan } from "./plan.ts";
import type { AdmissionRequest, Json, Kind } from "./request.ts";

const taskDefinition = `${ARN}:task-definition/web:3`;
const service = `${ARN}:service/prod/web`;
const cluster = `${ARN}:cluster/prod`;
const tasks = [`${ARN}:task/prod/1`];
const ONCE = `RegisterPatched/${service}/${taskDefinition}`;

const judged = (over: Partial<Decision> = {}, request: Partial<AdmissionRequest> = {}) =>
	decision({
		wouldPatch: ["workload/init-process", "tags/task-definition"],
		request: admissionRequest({ kind: "Service", targets: { taskDefinition, service, cluster, tasks }, ...request }),
		...over,
	});
const planned = (judgement: Decision, circumstances: object = {}) =>
	plan(judgement, { reach: "revert", scaleToZero: false, ...circumstances }).filter(({ type }) => type !== "Notify");
const deployedBy = (deployments: Json) => judged({}, { context: { source: "ecs", service: { deployments } } });

describe("where patches would let a service's task definition through", () => {
	it.each<Kind>(["Service", "Task"])("a denied %s is moved, and what would undo the denial comes after that", (kind) => {
		const [move, ...others] = planned(judged({}, { kind }), { scaleToZero: true });
		expect(others).toEqual([]);
		expect(move).toMatchObject({
			...{ type: "RegisterPatched", target: service, precondition: { taskDefinition, cluster }, state: "planned" },
			otherwise: ["RollBackDeployment", "RestoreService", "ScaleToZero"],
			reason: expect.stringMatching(/^workload\/privileged: /),
		});
	});

	it("one that is admitted is moved, and nothing is undone where that cannot be", () => {
		expect(planned(judged({ verdict: "allowed", enforcements: [] }))).toMatchObject([
			{ type: "RegisterPatched", otherwise: [], reason: "mended by workload/init-process, tags/task-definition", effectKey: ONCE },
		]);
	});

	it("it is done once for each deployment of a denied revision, whichever events tell of it", () => {
		const deployments = [
			null,
			"odd",
			[],
			{ id: "ecs-svc/1", taskDefinition: `${ARN}:task-definition/web:2` },
			{ id: "ecs-svc/2", taskDefinition },
		];
		expect(planned(deployedBy(deployments))[0]?.effectKey).toBe(`${ONCE}/ecs-svc/2`);
		for (const untold of [[], "odd", [{ id: 7, taskDefinition }], [{ taskDefinition }]])
			expect(planned(deployedBy(untold))[0]?.effectKey, JSON.stringify(untold)).toBe(`${ONCE}/uid-1`);
	});

	it("it is withheld as everything else is", () => {
		expect(planned(judged(), { withheld: "enforcement is off" })).toMatchObject([{ type: "RegisterPatched", state: "withheld" }]);
	});

	it("a target of which the cluster is not known is its own precondition", () => {
		expect(planned(judged({}, { targets: { taskDefinition, service } }))[0]?.precondition).toEqual({ taskDefinition });
	});
});

describe("nothing is moved", () => {
	const types = (...given: Parameters<typeof planned>) => planned(...given).map(({ type }) => type);

	it("where no patch helps: a denial goes its old way, and what is admitted stays", () => {
		expect(types(judged({ wouldPatch: [] }))).toEqual(["RollBackDeployment"]);
		expect(types(judged({ wouldPatch: [], verdict: "allowed" }))).toEqual([]);
	});

	it("where nobody knows which service or revision is meant, or nothing was looked up", () => {
		expect(types(judged({}, { targets: { taskDefinition } }))).toEqual([]);
		expect(types(judged({}, { targets: { service } }))).toEqual(["RollBackDeployment"]);
		expect(types(judged({ request: unresolvedRequest({ kind: "Service" }) }))).toEqual([]);
	});

	it("by a point that prevents or reports", () => {
		for (const reach of ["prevent", "report"]) expect(types(judged(), { reach }), reach).toEqual([]);
	});
});
