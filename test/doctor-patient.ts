/** An installation in which all is well, as doctor reads it: made of the real templates. A test takes one thing away. */
import { readFileSync } from "node:fs";
import { readConfig } from "../src/config.ts";
import type { Check, Patient, Recorded } from "../src/doctor/check.ts";
import type { Found } from "../src/doctor/found.ts";
import { NotHere } from "../src/doctor/found.ts";
import type { FunctionRead, Reads, RuleRead } from "../src/doctor/reads.ts";
import { Stack, type StackRead, type Template } from "../src/doctor/stack.ts";
import { EVENT_PATTERNS } from "../src/enforcement-points/wire/event-patterns.ts";

export const WHERE = { partition: "aws", account: "111122223333", region: "eu-central-1" };
export const NOW = "2026-11-29T12:00:00.000Z";
const FUNCTION_ARN = `arn:aws:lambda:eu-central-1:111122223333:function:Taskgate-DeploymentHookFunctionC27064FA-x`;
const HOOK_ROLE = "arn:aws:iam::111122223333:role/Taskgate-DeploymentHookCallerDDB33F67-x";
export const HOOK = {
	...{ targetType: "AWS_LAMBDA", hookTargetArn: FUNCTION_ARN, roleArn: HOOK_ROLE, lifecycleStages: ["PRE_SCALE_UP"] },
	timeoutConfiguration: { action: "ROLLBACK" },
};

interface Declared extends Template {
	readonly Parameters: Readonly<Record<string, { readonly Default?: string | number }>>;
	readonly Resources: Readonly<
		Record<string, { readonly Type: string; readonly Condition?: string; readonly Properties?: Record<string, unknown> }>
	>;
}

type Kind = "taskgate" | "taskgate-hub" | "taskgate-member";
const NAMES = { taskgate: "Taskgate", "taskgate-hub": "TaskgateHub", "taskgate-member": "TaskgateMember" };

/** `parameters`: besides the defaults. Conditions that hold: RoleIsHere, and those that are named. */
export function stackOf(
	kind: Kind = "taskgate",
	parameters: Readonly<Record<string, string>> = {},
	holding: readonly string[] = [],
): Stack {
	const template = JSON.parse(readFileSync(new URL(`../infra/template/${kind}.template.json`, import.meta.url), "utf8")) as Declared;
	const name = NAMES[kind];
	const conditions = ["RoleIsHere", ...holding];
	const parts = Object.entries(template.Resources)
		.filter(([, { Condition }]) => Condition === undefined || conditions.includes(Condition))
		.map(([id, { Type, Properties }]) => ({ id, type: Type, name: nameOf(Type, `${name}-${id}-x`, Properties ?? {}) }));
	const outputs = {
		taskgate: { Store: "dynamodb:Taskgate-Table-x", DeploymentHookArn: FUNCTION_ARN, DeploymentHookRoleArn: HOOK_ROLE },
		"taskgate-hub": { Store: "dynamodb:TaskgateHub-Table-x", HubBus: "arn:aws:events:eu-central-1:111122223333:event-bus/taskgate-hub" },
		"taskgate-member": {},
	}[kind];
	const standard = Object.entries(template.Parameters).map(([key, { Default = "" }]) => [key, String(Default)]);
	const read: StackRead = {
		...{
			name,
			createdAt: "2026-01-01T00:00:00.000Z",
			status: "CREATE_COMPLETE",
			template,
			parts,
			outputs: outputs as Record<string, string>,
		},
		parameters: { ...Object.fromEntries(standard), ...parameters },
	};
	return new Stack(read, WHERE);
}

function nameOf(type: string, name: string, properties: Readonly<Record<string, unknown>>): string {
	if (type === "AWS::SQS::Queue") return `https://sqs.eu-central-1.amazonaws.com/111122223333/${name}`;
	if (type === "AWS::Events::Rule" && properties.EventBusName !== undefined) return `taskgate-hub|${name}`;
	return name;
}

export function ruleOf(stack: Stack, name: string): RuleRead {
	const queue = (part: string) => stack.arnOf(stack.part("AWS::SQS::Queue", part));
	const given = EVENT_PATTERNS[name]?.pattern;
	const isMember = stack.kind === "member";
	const target = isMember
		? { Arn: stack.read.parameters.HubBusArn ?? "", DeadLetterConfig: { Arn: queue("Undelivered") } }
		: { Arn: queue("EventQueue"), DeadLetterConfig: { Arn: queue("DeadLetters") } };
	return {
		...{ state: "ENABLED", schedule: undefined, targets: [{ Id: "Target0", ...target }] },
		pattern: isMember ? { ...given, account: [WHERE.account] } : given,
	};
}

export const FUNCTION: FunctionRead = {
	...{ state: "Active", stateReason: undefined, lastUpdate: "Successful", codeSha256: "abc=", modifiedAt: "2026-11-01T00:00:00.000+0000" },
	...{ environment: { TASKGATE_ENFORCE: "off" }, environmentError: undefined, reservedConcurrency: undefined },
};

function healthyReads(stack: Stack): Reads {
	const timed: Readonly<Record<string, readonly [rate: string, does: string]>> = {
		EveryMinute: ["rate(1 minute)", "ScheduleFunction"],
		AuditRule: ["rate(1 day)", "AuditFunction"],
	};
	return {
		trails: async () => [
			{
				...{ name: "all", arn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/all", homeRegion: "eu-central-1" },
				...{ isMultiRegion: true, isOrganization: false, isLogging: true, advancedSelectors: [] },
				selectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }],
			},
		],
		rule: async (rule) => {
			const [found, [rate, does] = ["", ""]] = Object.entries(timed).find(([id]) => rule.includes(`-${id}`)) ?? [undefined];
			if (found === undefined) return ruleOf(stack, /-(\w+)Rule[0-9A-F]{8}-x$/.exec(rule)?.[1] ?? "");
			const Arn = stack.arnOf(stack.part("AWS::Lambda::Function", does));
			return { state: "ENABLED", pattern: undefined, schedule: rate, targets: [{ Id: "Target0", Arn }] };
		},
		queue: async (url) => {
			const dead = stack.find("AWS::SQS::Queue", "DeadLetters");
			const redrivePolicy = url.includes("EventQueue") && dead !== undefined ? { deadLetterTargetArn: stack.arnOf(dead) } : undefined;
			return { waiting: 0, inFlight: 0, redrivePolicy };
		},
		metrics: async (asked) => asked.map(({ metric }) => (metric === "Invocations" ? 3 : undefined)),
		function: async () => FUNCTION,
		sourceMappings: async () => [{ uuid: "u-1", state: "Enabled", queueArn: stack.arnOf(stack.part("AWS::SQS::Queue", "EventQueue")) }],
		table: async () => ({ status: "ACTIVE", deletionProtected: true, pointInTimeRecovery: true, timeToLive: "expiresAt" }),
		alarms: async (names) =>
			names.map((name) => ({
				name,
				state: "OK",
				reason: "",
				description: `Taskgate: of ${name}`,
				actionsEnabled: true,
				actions: ["arn:aws:sns:x"],
			})),
		async *services() {
			yield { cluster: "prod", services: [{ name: "web", controller: "ECS", isExpress: false, hooks: [HOOK] }], unread: [] };
		},
		hookType: async () => ({
			isActivated: true,
			configuration: {
				CloudFormationConfiguration: { HookConfiguration: { HookInvocationStatus: "ENABLED", FailureMode: "WARN", Properties: { a: 1 } } },
			},
		}),
		controlPolicies: async () => undefined,
		guardDuty: async () => ({
			...{ detector: "d-1", status: "ENABLED" },
			features: [
				{
					Name: "RUNTIME_MONITORING",
					Status: "ENABLED",
					AdditionalConfiguration: [{ Name: "ECS_FARGATE_AGENT_MANAGEMENT", Status: "ENABLED" }],
				},
			],
		}),
		coverage: async () => [{ cluster: "prod", status: "HEALTHY", issue: undefined }],
		simulate: async ({ actions, resources }) =>
			actions.flatMap((action) =>
				resources.map((resource) => ({ action, resource, decision: "allowed", byOrganization: false, byBoundary: false })),
			),
		clockSkew: async () => ({ skewMs: 200, marginMs: 600 }),
	};
}

const RECORDED: Recorded = {
	halted: async () => undefined,
	openBreakers: async () => [],
	pendingActions: async () => 2,
	decisions: async () => ({ decisions: [], next: null }),
	newestSignature: async () => undefined,
};

interface Changed {
	readonly reads?: Partial<Reads>;
	/** `null`: there is none. */
	readonly stack?: Stack | null;
	readonly store?: Partial<Recorded> | null;
	readonly address?: string;
	readonly env?: Readonly<Record<string, string>>;
}

export function patientOf({ reads = {}, stack = stackOf(), store = {}, address, env = {} }: Changed = {}): Patient {
	return {
		...{ where: WHERE, now: () => NOW, config: readConfig(env) },
		reads: { ...healthyReads(stack ?? stackOf()), ...reads },
		stack: () => {
			if (stack === null) throw new NotHere("there is no stack");
			return stack;
		},
		store: async () => {
			if (store === null) throw new NotHere("there is no store");
			return { address: address ?? stack?.read.outputs.Store ?? "sqlite:taskgate.db", store: { ...RECORDED, ...store } };
		},
	};
}

export async function examined(check: Check, changed?: Changed): Promise<readonly Found[]> {
	return check.examine(patientOf(changed));
}

/** The one finding, where there must be one. */
export async function only(check: Check, changed?: Changed): Promise<Found> {
	const found = await examined(check, changed);
	if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} findings: ${JSON.stringify(found)}`);
	return found[0];
}
