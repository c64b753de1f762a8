/** What the policies in force ask and IAM has a condition key for. Pure. */
import type { Constraint } from "../admission/constraint.ts";
import type { Exemption } from "../admission/exemption.ts";
import type { Policy } from "../admission/policy.ts";
import type { Json } from "../admission/request.ts";
import { deny, type Noted } from "./statement.ts";

const REGISTER = ["ecs:RegisterTaskDefinition", "ecs:RegisterDaemonTaskDefinition"];
const SERVICES = ["ecs:CreateService", "ecs:UpdateService"];
const EXPRESS = ["ecs:CreateExpressGatewayService", "ecs:UpdateExpressGatewayService"];
const DAEMONS = ["ecs:CreateDaemon", "ecs:UpdateDaemon"];
const SIZED = [...REGISTER, "ecs:RunTask", ...SERVICES, ...EXPRESS, ...DAEMONS];

type Parameter = (name: string) => Json | undefined;

/** By policy. A key that a call does not carry leaves the statement without effect on it, save where a note says otherwise. */
const STATEMENTS: Readonly<Record<string, (parameter: Parameter) => readonly Noted[]>> = {
	"workload/privileged": () => [privileged("TaskgateDenyPrivileged", "ecs:RegisterTaskDefinition")],
	"daemon/privileged": () => [privileged("TaskgateDenyPrivilegedDaemons", "ecs:RegisterDaemonTaskDefinition")],
	"workload/size": (parameter) => [
		...limit("TaskgateDenyCpuAboveLimit", "NumericGreaterThan", "ecs:task-cpu", parameter("maxCpu")),
		...limit("TaskgateDenyMemoryAboveLimit", "NumericGreaterThan", "ecs:task-memory", parameter("maxMemory")),
		...limit("TaskgateDenyCpuBelowLimit", "NumericLessThan", "ecs:task-cpu", parameter("minTaskCpu")),
		...limit("TaskgateDenyMemoryBelowLimit", "NumericLessThan", "ecs:task-memory", parameter("minTaskMemory")),
	],
	"network/public-ip": (parameter) => [publicIp(texts(parameter("allowedSubnets")))],
	"network/subnets": (parameter) => subnets("TaskgateDenyOtherSubnets", [...SERVICES, ...EXPRESS], texts(parameter("allowedSubnets"))),
	"express/subnets": (parameter) => subnets("TaskgateDenyOtherSubnetsOfExpress", EXPRESS, texts(parameter("allowedSubnets"))),
	"access/ecs-exec": () => exec(),
};

export interface FromPolicies {
	readonly statements: readonly Noted[];
	/** Constraints that IAM has a key for and could not be said, and why. */
	readonly skipped: readonly { readonly constraint: string; readonly reason: string }[];
}

export function fromPolicies(
	constraints: readonly Constraint[],
	exemptions: readonly Exemption[],
	policies: readonly Policy[],
): FromPolicies {
	const statements: Noted[] = [];
	const skipped: FromPolicies["skipped"][number][] = [];
	for (const constraint of constraints) {
		const state = STATEMENTS[constraint.policy];
		const policy = policies.find(({ id }) => id === constraint.policy);
		if (state === undefined || policy === undefined || constraint.enforcementAction !== "deny") continue;
		const reason = whyNot(constraint, exemptions);
		const found = state((name) => constraint.parameters[name] ?? policy.parameters[name]?.default);
		if (reason !== undefined) skipped.push({ constraint: constraint.name, reason });
		else if (found.length === 0) skipped.push({ constraint: constraint.name, reason: "its parameters name nothing to allow" });
		else statements.push(...found);
	}
	return { statements: numbered(statements), skipped };
}

/** IAM knows neither match nor exemption: a statement would refuse what the constraint lets pass. */
function whyNot({ policy, match }: Constraint, exemptions: readonly Exemption[]): string | undefined {
	if (Object.keys(match).length > 0) return "it has a match, and IAM would ask it of everything";
	if (exemptions.some((exemption) => exemption.policy === policy)) return "there are exemptions from it, and IAM knows none";
	return undefined;
}

/** Two constraints on one policy are two statements, and a Sid is its own. */
function numbered(statements: readonly Noted[]): readonly Noted[] {
	const seen = new Map<string, number>();
	return statements.map((noted) => {
		const { Sid } = noted.statement;
		const count = (seen.get(Sid) ?? 0) + 1;
		seen.set(Sid, count);
		return count === 1 ? noted : { ...noted, statement: { ...noted.statement, Sid: `${Sid}${count}` } };
	});
}

function privileged(sid: string, action: string): Noted {
	return {
		statement: deny(sid, [action], { Condition: { StringEquals: { "ecs:privileged": "true" } } }),
		does: "refuses to register a definition with a privileged container",
		leavesOpen: "revisions that exist already, added capabilities, devices, the runtime's socket: for those there is no key",
		unverified: "that the key is true when any one of several containers is privileged",
	};
}

function limit(sid: string, operator: string, key: string, value: Json | undefined): readonly Noted[] {
	if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) return [];
	return [
		{
			statement: deny(sid, SIZED, { Condition: { [operator]: { [key]: String(value) } } }),
			does: `refuses tasks whose ${key.slice("ecs:task-".length)} is ${operator === "NumericLessThan" ? "below" : "above"} ${value}`,
			leavesOpen: "definitions without a size of the task (the containers' own sizes have no key), StartTask, which has none either",
		},
	];
}

function publicIp(allowedSubnets: readonly string[]): Noted {
	const elsewhere = allowedSubnets.length === 0 ? {} : { "ForAnyValue:StringNotLike": { "ecs:subnet": allowedSubnets } };
	return {
		statement: deny("TaskgateDenyPublicIp", SERVICES, { Condition: { Bool: { "ecs:auto-assign-public-ip": "true" }, ...elsewhere } }),
		does: `refuses services whose tasks get a public address${allowedSubnets.length === 0 ? "" : " outside the allowed subnets"}`,
		leavesOpen:
			"RunTask, StartTask, CreateTaskSet and Express services, which have no such key; addresses that come with a host's own subnet",
	};
}

/** A call without subnets (another network mode, an update of something else) has no such key, and passes. */
function subnets(sid: string, actions: readonly string[], allowed: readonly string[]): readonly Noted[] {
	if (allowed.length === 0 || allowed.includes("*")) return [];
	return [
		{
			statement: deny(sid, actions, { Condition: { "ForAnyValue:StringNotLike": { "ecs:subnet": allowed } } }),
			does: "refuses services in other subnets than the allowed ones",
			leavesOpen:
				"RunTask, StartTask and CreateTaskSet, which have no such key; an Express service that names no subnets gets the default VPC's",
		},
	];
}

function exec(): readonly Noted[] {
	const actions = ["ecs:RunTask", "ecs:StartTask", ...SERVICES, ...DAEMONS];
	return [
		{
			statement: deny("TaskgateDenyExecEnabled", actions, { Condition: { StringEquals: { "ecs:enable-execute-command": "true" } } }),
			does: "refuses to start what ECS Exec could enter",
			leavesOpen: "tasks and services that run with it already; CreateTaskSet, which inherits it from its service",
		},
		{
			statement: deny("TaskgateDenyExec", ["ecs:ExecuteCommand"], {}),
			does: "refuses ECS Exec",
			leavesOpen: "nothing of the call itself, but see TaskgateDenyExecBySessionManager",
		},
		{
			statement: deny("TaskgateDenyExecBySessionManager", ["ssm:StartSession"], { Resource: "arn:*:ecs:*:*:task/*" }),
			does: "refuses a Session Manager session straight into a task, past ecs:ExecuteCommand",
			leavesOpen: "a shell on the container instance, from which docker exec leads on",
			unverified: "the form of the ARN under which Session Manager asks for a task",
		},
	];
}

function texts(value: Json | undefined): readonly string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
