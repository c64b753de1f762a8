/** One function of the gate, with a log of its own, a role of its own, and the environment that all of them share. */
import { type Duration, Fn, RemovalPolicy } from "aws-cdk-lib";
import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, type CfnFunction, type Code, Function as LambdaFn, Runtime } from "aws-cdk-lib/aws-lambda";
import { type CfnLogGroup, LogGroup } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { bundleEnvironment, decryptingBundle, readingBundle } from "./bundle.ts";
import { type Grant, give } from "./grant.ts";
import { onlyIf, type Parameters } from "./parameters.ts";
import { keepingRecords, usingKey, writingLogs } from "./permissions.ts";
import { trustEnvironment } from "./trust-policy.ts";

/** Where Lambda unpacks an archive. */
const CODE = "/var/task/";

export type FunctionName = "events" | "schedule" | "deployment-hook" | "cloudformation-hook" | "audit";

/** Where the archives come from, each with index.mjs and what it reads beside it. */
export type CodeOf = (name: FunctionName) => Code;

/** What every function of a stack has around it. */
export interface Surroundings {
	readonly parameters: Parameters;
	readonly table: CfnTable;
	readonly files: Bucket;
	readonly bus: EventBus;
	readonly code: CodeOf;
	/** Role to assume in an event's account, with {account} in it; without one only the own account is reached. */
	readonly roleArn?: string;
}

export interface GateFunction {
	readonly function: LambdaFn;
	readonly logs: LogGroup;
	readonly role: Role;
}

interface Kind {
	/** Begins the names of its parts. */
	readonly id: string;
	readonly code: FunctionName;
	readonly does: string;
	readonly timeout: Duration;
	readonly memoryMb?: number;
	/** What it may do always: the name of that policy, and what besides keeping records. */
	readonly may: readonly [policy: string, grants: readonly Grant[]];
}

export function gateFunction(scope: Construct, kind: Kind, around: Surroundings): GateFunction {
	const { id, code, does, timeout, memoryMb = 1024, may } = kind;
	const { parameters, table, files } = around;
	const { hasKey, keyArn, bundle } = parameters;
	const logs = new LogGroup(scope, `${id}Logs`, { removalPolicy: RemovalPolicy.DESTROY });
	const group = logs.node.defaultChild as CfnLogGroup;
	group.addPropertyOverride("RetentionInDays", parameters.retentionDays.valueAsNumber);
	group.addPropertyOverride("KmsKeyId", onlyIf(hasKey, keyArn.valueAsString));

	const role = new Role(scope, `${id}Role`, {
		assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
		description: `Taskgate: ${id}`,
	});
	const lambda = new LambdaFn(scope, `${id}Function`, {
		...{ description: `Taskgate: ${does}`, code: around.code(code), role, logGroup: logs, handler: "index.handler" },
		...{ runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64, memorySize: memoryMb, timeout },
		environment: environment(around),
	});
	(lambda.node.defaultChild as CfnFunction).addPropertyOverride("KmsKeyArn", onlyIf(hasKey, keyArn.valueAsString));
	const [policy, grants] = may;
	give(role, "Logs", writingLogs(logs));
	give(role, policy, [...keepingRecords(table.attrArn), ...grants]);
	give(role, "Key", usingKey(parameters), hasKey);
	give(role, "Bundle", readingBundle(bundle, files), bundle.hasBundle);
	give(role, "BundleKey", decryptingBundle(keyArn), bundle.bundleNeedsKey);
	return { function: lambda, logs, role };
}

function environment({ parameters, table, files, bus, roleArn }: Surroundings): Record<string, string> {
	return {
		TASKGATE_STORE: `dynamodb:${table.ref}`,
		TASKGATE_ENFORCE: parameters.enforce.valueAsString,
		TASKGATE_EVENT_BUS: bus.eventBusName,
		TASKGATE_CONSTRAINTS: constraintsFile(parameters),
		...bundleEnvironment(parameters.bundle, files),
		TASKGATE_REGISTRIES: parameters.registries.valueAsString,
		...trustEnvironment(parameters.trust, CODE),
		TASKGATE_RUNTIME_RESPONSE: parameters.runtimeResponse.valueAsString,
		TASKGATE_REGISTER_PATCHED: parameters.registerPatched.valueAsString,
		TASKGATE_RETENTION: Fn.join("", [parameters.retentionDays.valueAsString, "d"]),
		...(roleArn !== undefined && { TASKGATE_ROLE_ARN: roleArn }),
	};
}

/** A profile is a file of constraints too. */
function constraintsFile({ hasConstraints, constraints, profile }: Parameters): string {
	const file = Fn.conditionIf(hasConstraints.logicalId, constraints.valueAsString, `policies/profiles/${profile.valueAsString}.yaml`);
	return Fn.join("", [CODE, file.toString()]);
}
