/** The task: Taskgate's own image under everything that `restricted` asks for. */
import { Aws, Fn, RemovalPolicy, type Stack, Validations } from "aws-cdk-lib";
import { CfnTaskDefinition } from "aws-cdk-lib/aws-ecs";
import { type CfnLogGroup, LogGroup } from "aws-cdk-lib/aws-logs";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import { bundleEnvironment } from "../bundle.ts";
import { trustEnvironment } from "../trust-policy.ts";
import { PORT } from "./balancer.ts";
import type { ServiceParameters } from "./parameters.ts";
import { roles } from "./roles.ts";

export const CONTAINER = "taskgate";
/** As the Dockerfile has them. */
const USER = "65532:65532";
const HEALTH = [
	...["CMD", "/usr/local/bin/node", "-e"],
	`fetch("http://127.0.0.1:${PORT}/healthz",{signal:AbortSignal.timeout(4000)}).then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))`,
];
const CPU = 1024;
const MEMORY_MB = 2048;
export const TAGS = [{ key: "taskgate", value: "webhook-service" }];

export function task(
	stack: Stack,
	parameters: ServiceParameters,
	balancerArn: string,
): { readonly definition: CfnTaskDefinition; readonly logs: LogGroup } {
	const { of } = parameters;
	const logs = logGroup(stack, parameters);
	const files = Bucket.fromBucketName(stack, "Files", of.FilesBucket.valueAsString);
	const { execution, task: taskRole } = roles(stack, parameters, { logs, files });
	const environment = Object.entries(environmentOf(parameters, files, balancerArn));
	const definition = new CfnTaskDefinition(stack, "TaskDefinition", {
		...{ family: Aws.STACK_NAME, requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: String(CPU), memory: String(MEMORY_MB) },
		runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: of.Architecture.valueAsString },
		...{ executionRoleArn: execution.roleArn, taskRoleArn: taskRole.roleArn },
		containerDefinitions: [
			{
				...{ name: CONTAINER, image: of.Image.valueAsString, essential: true, cpu: CPU, memory: MEMORY_MB, stopTimeout: 60 },
				// Nothing is written: no volume either.
				...{ user: USER, readonlyRootFilesystem: true, privileged: false },
				linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
				portMappings: [{ containerPort: PORT, protocol: "tcp" }],
				environment: environment.map(([name, value]) => ({ name, value })),
				secrets: [{ name: "TASKGATE_KEY", valueFrom: of.KeySecretArn.valueAsString }],
				healthCheck: { command: HEALTH, interval: 15, timeout: 5, retries: 3, startPeriod: 60 },
				logConfiguration: {
					logDriver: "awslogs",
					// A log that is slow must not keep an answer waiting.
					options: {
						...{ "awslogs-group": logs.logGroupName, "awslogs-region": Aws.REGION, "awslogs-stream-prefix": CONTAINER },
						...{ mode: "non-blocking", "max-buffer-size": "25m" },
					},
				},
			},
		],
		tags: TAGS,
	});
	Validations.of(definition).acknowledge({
		id: "AwsSolutions-ECS2",
		reason: "Nothing among them is secret: places, switches and a public key. The one secret, TASKGATE_KEY, comes from Secrets Manager.",
	});
	return { definition, logs };
}

function logGroup(stack: Stack, { retentionDays, keyArn }: ServiceParameters): LogGroup {
	const logs = new LogGroup(stack, "Logs", { removalPolicy: RemovalPolicy.DESTROY });
	const group = logs.node.defaultChild as CfnLogGroup;
	group.addPropertyOverride("RetentionInDays", retentionDays.valueAsNumber);
	group.addPropertyOverride("KmsKeyId", keyArn.valueAsString);
	return logs;
}

function environmentOf(
	{ of, retentionDays, hasConstraints, bundle, registries, trust }: ServiceParameters,
	files: IBucket,
	balancerArn: string,
): Record<string, string> {
	const profile = `/app/policies/profiles/${of.Profile.valueAsString}.yaml`;
	return {
		...{ TASKGATE_PORT: String(PORT), TASKGATE_STORE: `dynamodb:${of.TableName.valueAsString}`, AWS_REGION: Aws.REGION },
		// Beside a gate's functions on their table: they judge events, act and seal; this process shows and answers.
		...{ TASKGATE_WORK: "off", TASKGATE_ENFORCE: of.Enforce.valueAsString },
		TASKGATE_RETENTION: Fn.join("", [retentionDays.valueAsString, "d"]),
		TASKGATE_CONSTRAINTS: Fn.conditionIf(hasConstraints.logicalId, of.Constraints.valueAsString, profile).toString(),
		...bundleEnvironment(bundle, files),
		TASKGATE_REGISTRIES: registries.valueAsString,
		...trustEnvironment(trust, ""),
		...{
			TASKGATE_OIDC_ALB: balancerArn,
			TASKGATE_OIDC_ISSUER: of.OidcIssuer.valueAsString,
			TASKGATE_OIDC_CLIENT: of.OidcClientId.valueAsString,
		},
	};
}
