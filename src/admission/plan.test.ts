import { describe, expect, it } from "vitest";
import { ARN, admissionRequest, decision, unresolvedRequest } from "../../test/requests.ts";
import type { Enforcement, Verdict } from "./decide.ts";
import { plan } from "./plan.ts";
import { KINDS, type Kind, type Reach } from "./request.ts";

const taskDefinition = `${ARN}:task-definition/web:3`;
const service = `${ARN}:service/prod/web`;
const tasks = [`${ARN}:task/prod/1`, `${ARN}:task/prod/2`];
const cluster = `${ARN}:cluster/prod`;

function planned(
	kind: Kind,
	verdict: Verdict,
	reach: Reach = "revert",
	targets: object = { taskDefinition, cluster },
	scaleToZero = false,
) {
	const judged = decision({ verdict, request: admissionRequest({ kind, targets }) });
	return plan(judged, { reach, scaleToZero });
}

const types = (...args: Parameters<typeof planned>) => planned(...args).map(({ type, target }) => `${type} ${target}`);

describe("plan: reach × kind × verdict", () => {
	const inService = { taskDefinition, cluster, service, tasks };
	it.each<[Reach, Kind, Verdict, object, readonly string[]]>([
		["revert", "TaskDefinition", "denied", { taskDefinition }, [`DeregisterTaskDefinition ${taskDefinition}`, "Notify uid-1"]],
		["revert", "TaskDefinition", "denied", {}, ["Notify uid-1"]],
		["revert", "TaskDefinition", "undecided", { taskDefinition }, ["Notify uid-1"]],
		["revert", "TaskDefinition", "allowed", { taskDefinition }, []],
		["revert", "Task", "denied", { taskDefinition, tasks }, [`StopTask ${tasks[0]}`, `StopTask ${tasks[1]}`, "Notify uid-1"]],
		["revert", "Task", "denied", { taskDefinition }, ["Notify uid-1"]],
		["revert", "Task", "denied", inService, [`RollBackDeployment ${service}`, "Notify uid-1"]],
		["revert", "Task", "undecided", { taskDefinition, tasks }, ["Notify uid-1"]],
		["revert", "Service", "denied", inService, [`RollBackDeployment ${service}`, "Notify uid-1"]],
		["revert", "Service", "denied", {}, ["Notify uid-1"]],
		["revert", "Service", "undecided", inService, ["Notify uid-1"]],
		["prevent", "TaskDefinition", "denied", { taskDefinition }, []],
		["prevent", "Service", "denied", inService, []],
		["report", "Task", "denied", inService, []],
	])("%s %s %s", (reach, kind, verdict, targets, expected) => {
		const judged = decision({
			verdict,
			enforcements: verdict === "allowed" ? [] : decision().enforcements,
			request: admissionRequest({ kind, targets }),
		});
		expect(plan(judged, { reach, scaleToZero: false }).map(({ type, target }) => `${type} ${target}`)).toEqual(expected);
	});

	/** What is done, first of all, about a denial of each kind whose targets are all known; undefined: it is told of, never undone. */
	const UNDONE: Readonly<Record<Kind, string | undefined>> = {
		TaskDefinition: `DeregisterTaskDefinition ${taskDefinition}`,
		Task: `StopTask ${tasks[0]}`,
		TaskSet: `ScaleTaskSetToZero ${ARN}:task-set/prod/web/ecs-svc/1`,
		Service: `RollBackDeployment ${service}`,
		DaemonTaskDefinition: undefined,
		Daemon: `RestoreDaemon ${ARN}:daemon/prod/agent`,
		ExpressGatewayService: `RestoreExpressService ${service}`,
		Cluster: undefined,
		CapacityProvider: undefined,
		TaskExec: undefined,
		Tags: `RestoreTags ${taskDefinition}`,
		AccountSetting: undefined,
		RuntimeAlert: undefined,
	};
	const everything = {
		...{ taskDefinition, cluster, tasks, taskSet: `${ARN}:task-set/prod/web/ecs-svc/1`, daemon: `${ARN}:daemon/prod/agent` },
		...{ daemonTaskDefinition: `${ARN}:daemon-task-definition/agent:1`, revision: `${ARN}:daemon-revision/prod/agent/1` },
		...{ tagged: taskDefinition, capacityProvider: `${ARN}:capacity-provider/own`, service },
	};
	const tagsRefused = [{ ...(decision().enforcements[0] as Enforcement), field: "/tagKeys/0" }];

	describe.each(KINDS)("%s", (kind) => {
		const { service: _, ...outsideOfServices } = everything;
		const targets = kind === "Task" ? outsideOfServices : everything;
		const request = admissionRequest({ kind, targets, object: { tagKeys: ["taskgate:admitted"] } });
		const doneAbout = (verdict: Verdict, reach: Reach) => {
			const judged = decision({ verdict, request, enforcements: verdict === "denied" ? tagsRefused : [] });
			return plan(judged, { reach, scaleToZero: false }).map(({ type, target }) => `${type} ${target}`);
		};

		it.each<[Verdict, Reach, readonly (string | undefined)[]]>([
			["denied", "revert", [UNDONE[kind], ...(kind === "Task" ? [`StopTask ${tasks[1]}`] : []), "Notify uid-1"]],
			["undecided", "revert", ["Notify uid-1"]],
			["allowed", "revert", []],
			["denied", "prevent", []],
			["undecided", "prevent", []],
			["denied", "report", []],
			["undecided", "report", []],
		])("%s, %s", (verdict, reach, expected) => {
			expect(doneAbout(verdict, reach)).toEqual(expected.filter((action) => action !== undefined));
		});

		it("is told of where nothing is known that could be acted on", () => {
			const nothing = decision({ request: admissionRequest({ kind, targets: {}, object: {} }) });
			expect(plan(nothing, { reach: "revert", scaleToZero: true }).map(({ type }) => type)).toEqual(["Notify"]);
		});
	});

	it.each(KINDS)("%s undecided never destroys", (kind) => {
		expect(types(kind, "undecided", "revert", inService)).toEqual(["Notify uid-1"]);
	});
});

describe("plan", () => {
	it.each([
		["warn", ["Notify"]],
		["dryrun", []],
		["exempted", []],
	] as const)("an allowed request with a violation that is %s", (action, expected) => {
		const enforcements = decision().enforcements.map((one) => ({ ...one, action }));
		expect(plan(decision({ verdict: "allowed", enforcements }), { reach: "revert", scaleToZero: false }).map(({ type }) => type)).toEqual(
			expected,
		);
	});

	it("a service goes from the gentlest to the last, the last only by opt-in", () => {
		const targets = { service, taskDefinition };
		expect(planned("Service", "denied", "revert", targets)[0]?.otherwise).toEqual(["RestoreService"]);
		expect(planned("Service", "denied", "revert", targets, true)[0]?.otherwise).toEqual(["RestoreService", "ScaleToZero"]);
	});

	it("carries what was true when it was denied, and a reason that begins with the policy and fits a stop reason", () => {
		const message = "word ".repeat(100);
		const enforcements = decision().enforcements.map((one) => ({ ...one, message }));
		const request = admissionRequest({ kind: "Task", targets: { tasks, taskDefinition, cluster } });
		const [action] = plan(decision({ enforcements, request }), { reach: "revert", scaleToZero: false });
		expect(action?.precondition).toEqual({ taskDefinition, cluster });
		expect(action?.reason).toMatch(/^workload\/privileged: word/);
		expect(action?.reason.length).toBeLessThan(255);
	});

	it("a task or revision is undone once whoever tells of it; a service may be changed for the worse again", () => {
		expect(planned("Task", "denied", "revert", { tasks })[0]?.effectKey).toBe(`StopTask/${tasks[0]}`);
		expect(planned("TaskDefinition", "denied")[0]?.effectKey).toBe(`DeregisterTaskDefinition/${taskDefinition}`);
		expect(planned("Service", "denied", "revert", { service })[0]?.effectKey).toBe(`RollBackDeployment/${service}/uid-1`);
	});

	it("which task set is primary is told of, and not taken back", () => {
		const targets = { taskSet: `${ARN}:task-set/prod/web/ecs-svc/1`, taskDefinition };
		const request = admissionRequest({ kind: "TaskSet", action: "UpdateServicePrimaryTaskSet", targets });
		expect(plan(decision({ request }), { reach: "revert", scaleToZero: false }).map(({ type }) => type)).toEqual(["Notify"]);
	});

	it("a daemon is compared by its definition and its own revision", () => {
		const targets = { daemon: `${ARN}:daemon/prod/agent`, daemonTaskDefinition: `${ARN}:daemon-task-definition/agent:1`, revision: "r" };
		expect(planned("Daemon", "denied", "revert", targets)[0]?.precondition).toEqual({
			taskDefinition: targets.daemonTaskDefinition,
			revision: "r",
		});
	});

	it("what somebody else has refused is told of, and nothing else", () => {
		const refused = decision({ enforcements: [], request: unresolvedRequest(), refusedBy: "refused by a service control policy" });
		const actions = plan(refused, { reach: "report", scaleToZero: true });
		expect(actions.map(({ type, reason }) => [type, reason])).toEqual([["Notify", "refused by a service control policy"]]);
	});

	it("what is withheld says why", () => {
		const actions = plan(decision(), { reach: "revert", scaleToZero: false, withheld: "the event is a replay" });
		expect(actions.map(({ state, outcome }) => [state, outcome])).toEqual([
			["withheld", "the event is a replay"],
			["withheld", "the event is a replay"],
		]);
	});

	it("a request that was never resolved is told of, with what is known of its place", () => {
		const { account: _account, region: _region, ...nowhere } = unresolvedRequest();
		const [action, ...rest] = plan(decision({ verdict: "undecided", request: nowhere }), { reach: "revert", scaleToZero: false });
		expect(rest).toEqual([]);
		expect(action).toMatchObject({ type: "Notify", account: "", region: "", partition: "aws" });
		expect(plan(decision({ request: unresolvedRequest() }), { reach: "revert", scaleToZero: false })).toHaveLength(1);
	});

	it("a preventing point plans nothing, unless it cannot say why: then the reason is told", () => {
		expect(plan(decision(), { reach: "prevent", scaleToZero: false })).toEqual([]);
		expect(plan(decision(), { reach: "report", scaleToZero: false, tells: true }).map(({ type }) => type)).toEqual(["Notify"]);
		expect(plan(decision(), { reach: "report", scaleToZero: false })).toEqual([]);
		expect(plan(decision(), { reach: "prevent", scaleToZero: false, silent: true }).map(({ type }) => type)).toEqual(["Notify"]);
	});

	it("a dry run plans nothing", () => {
		expect(plan(decision({ request: admissionRequest({ dryRun: true }) }), { reach: "revert", scaleToZero: false })).toEqual([]);
	});
});
