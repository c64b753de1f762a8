/** The two functions, each with a role of its own and beside it all that it may do. */
import { Duration, Fn, RemovalPolicy } from "aws-cdk-lib";
import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { type EventBus, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, type CfnFunction, type Code, EventSourceMapping, Function as LambdaFn, Runtime } from "aws-cdk-lib/aws-lambda";
import { type CfnLogGroup, LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { give } from "./grant.ts";
import { onlyIf, type Parameters } from "./parameters.ts";
import { acting, keepingRecords, LOOKING_UP, takingEvents, usingKey, writingLogs } from "./permissions.ts";
import { EVENTS_TIMEOUT, type Queues } from "./queues.ts";

/** Where the two archives come from, each with index.mjs and what it reads beside it. */
export type CodeOf = (name: "events" | "schedule") => Code;

export interface GateFunction {
	readonly function: LambdaFn;
	readonly logs: LogGroup;
}

export interface Functions {
	readonly events: GateFunction;
	readonly schedule: GateFunction;
}

interface Surroundings {
	readonly parameters: Parameters;
	readonly queues: Queues;
	readonly table: CfnTable;
	readonly bus: EventBus;
	readonly code: CodeOf;
}

/** ECS answers 20 look-ups a second; more functions at a time would only be throttled. */
const MAX_CONCURRENCY = 10;
const MEMORY_MB = 1024;

export function functions(scope: Construct, around: Surroundings): Functions {
	const { parameters, queues, table, bus, code } = around;

	const events = gateFunction(scope, "Events", "Judges what comes into ECS, and undoes what is denied", code("events"), around);
	give(events.role, "Logs", writingLogs(events.logs));
	give(events.role, "Judge", [...takingEvents(queues.events), ...keepingRecords(table), ...LOOKING_UP]);
	give(events.role, "Act", acting(bus, parameters), parameters.enforceOn);
	give(events.role, "Key", usingKey(parameters), parameters.hasKey);
	const source = new EventSourceMapping(scope, "EventSource", {
		...{ target: events.function, eventSourceArn: queues.events.queueArn },
		...{ batchSize: 10, reportBatchItemFailures: true, maxConcurrency: MAX_CONCURRENCY },
	});
	source.node.addDependency(events.role);

	const schedule = gateFunction(scope, "Schedule", "Finishes what was planned, and tells what stands still", code("schedule"), around);
	give(schedule.role, "Logs", writingLogs(schedule.logs));
	give(schedule.role, "Finish", keepingRecords(table));
	give(schedule.role, "Act", acting(bus, parameters), parameters.enforceOn);
	give(schedule.role, "Key", usingKey(parameters), parameters.hasKey);
	new Rule(scope, "EveryMinute", {
		description: "Taskgate: finish planned actions and raise alarms",
		schedule: Schedule.rate(Duration.minutes(1)),
		targets: [new LambdaFunction(schedule.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
	});
	return { events, schedule };
}

function gateFunction(
	scope: Construct,
	name: string,
	description: string,
	code: Code,
	around: Surroundings,
): GateFunction & { readonly role: Role } {
	const { parameters, table, bus } = around;
	const { enforce, hasKey, keyArn, retentionDays } = parameters;
	const logs = new LogGroup(scope, `${name}Logs`, { removalPolicy: RemovalPolicy.DESTROY });
	const group = logs.node.defaultChild as CfnLogGroup;
	group.addPropertyOverride("RetentionInDays", parameters.retentionDays.valueAsNumber);
	group.addPropertyOverride("KmsKeyId", onlyIf(hasKey, keyArn.valueAsString));

	const role = new Role(scope, `${name}Role`, {
		assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
		description: `Taskgate: ${name}`,
	});
	const lambda = new LambdaFn(scope, `${name}Function`, {
		...{ description: `Taskgate: ${description}`, code, role, logGroup: logs, handler: "index.handler" },
		...{ runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64, memorySize: MEMORY_MB, timeout: EVENTS_TIMEOUT },
		environment: {
			TASKGATE_STORE: `dynamodb:${table.ref}`,
			TASKGATE_ENFORCE: enforce.valueAsString,
			TASKGATE_EVENT_BUS: bus.eventBusName,
			TASKGATE_CONSTRAINTS: constraintsFile(parameters),
			TASKGATE_RETENTION: Fn.join("", [retentionDays.valueAsString, "d"]),
		},
	});
	(lambda.node.defaultChild as CfnFunction).addPropertyOverride("KmsKeyArn", onlyIf(hasKey, keyArn.valueAsString));
	return { function: lambda, logs, role };
}

/** A profile is a file of constraints too. */
function constraintsFile({ hasConstraints, constraints, profile }: Parameters): string {
	const file = Fn.conditionIf(hasConstraints.logicalId, constraints.valueAsString, `policies/profiles/${profile.valueAsString}.yaml`);
	return Fn.join("", ["/var/task/", file.toString()]);
}
