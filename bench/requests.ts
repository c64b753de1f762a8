/** What is judged: a task definition of 3 KB that the profile `restricted` allows, and one that breaks as many policies as it can, in each way in. */
import type { AdmissionRequest, JsonObject } from "../src/admission/request.ts";

export const CASES = ["compliant", "violating"] as const;
export type Case = (typeof CASES)[number];

/** Stands where each post over HTTP puts an id of its own. */
export const UNIQUE = "00000000-0000-4000-8000-000000000000";
const FAMILY = `web-${UNIQUE}`;
export const NOW = "2026-11-20T12:00:00Z";

export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";
const USER = `arn:aws:sts::${ACCOUNT}:assumed-role/ci/run-1`;

/** The body of RegisterTaskDefinition. */
export function taskDefinition(which: Case, family = "web"): JsonObject {
	const common = {
		family,
		tags: [{ key: "owner", value: "web" }],
		cpu: "1024",
		memory: "2048",
		taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/task`,
		executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/execution`,
		runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
		containerDefinitions: [0, 1, 2].map((i) => ({ ...container(i), ...(which === "compliant" ? hardened : lax(i)) })),
	};
	if (which === "compliant") return { ...common, networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] };
	const volumes = ["/var/run/docker.sock", "/etc", "/var/lib/docker"].map((sourcePath, i) => ({ name: `host${i}`, host: { sourcePath } }));
	return { ...common, networkMode: "host", pidMode: "host", ipcMode: "host", requiresCompatibilities: ["EC2"], volumes };
}

/** RunTask of that definition: the kind of request that most policies have something to say about. */
export function runTask(which: Case): AdmissionRequest {
	const isViolating = which === "violating";
	const launchType = isViolating ? "EC2" : "FARGATE";
	const lax = {
		enableExecuteCommand: true,
		overrides: { taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/admin`, containerOverrides: [{ name: "app0", command: ["sh"] }] },
	};
	const assignPublicIp = isViolating ? "ENABLED" : "DISABLED";
	return {
		uid: UNIQUE,
		enforcementPoint: "cloudtrail-event",
		kind: "Task",
		operation: "CREATE",
		action: "RunTask",
		partition: "aws",
		account: ACCOUNT,
		region: REGION,
		cluster: "main",
		name: "web:1",
		launchTypes: [launchType],
		tags: {},
		userInfo: { arn: USER },
		object: {
			cluster: "main",
			taskDefinition: "web:1",
			launchType,
			networkConfiguration: {
				awsvpcConfiguration: { subnets: ["subnet-0123456789abcdef0"], securityGroups: ["sg-0123456789abcdef0"], assignPublicIp },
			},
			...(isViolating ? lax : {}),
		},
		context: { taskDefinition: taskDefinition(which), source: "ecs" },
		targets: {},
		dryRun: false,
		time: NOW,
	};
}

/** The body of a POST to /v1/admission. */
export function admissionReview(which: Case): JsonObject {
	const request = { uid: UNIQUE, kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: USER }, account: ACCOUNT, region: REGION };
	return {
		apiVersion: "admission.taskgate.dev/v1",
		kind: "AdmissionReview",
		request: { ...request, object: taskDefinition(which, FAMILY) },
	};
}

/** The body of a POST to /v1/events: CloudTrail's record of RegisterTaskDefinition, in EventBridge's envelope. */
export function registration(which: Case): JsonObject {
	const requestParameters = taskDefinition(which, FAMILY);
	const taskDefinitionArn = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${FAMILY}:1`;
	return {
		version: "0",
		id: UNIQUE,
		"detail-type": "AWS API Call via CloudTrail",
		source: "aws.ecs",
		account: ACCOUNT,
		time: NOW,
		region: REGION,
		resources: [],
		detail: {
			eventVersion: "1.11",
			userIdentity: { type: "AssumedRole", arn: USER, accountId: ACCOUNT },
			eventTime: NOW,
			eventSource: "ecs.amazonaws.com",
			eventName: "RegisterTaskDefinition",
			awsRegion: REGION,
			requestParameters,
			responseElements: { taskDefinition: { taskDefinitionArn, family: FAMILY, revision: 1, status: "ACTIVE" } },
			eventID: UNIQUE,
			readOnly: false,
			eventType: "AwsApiCall",
			recipientAccountId: ACCOUNT,
		},
	};
}

function container(i: number): JsonObject {
	return {
		name: `app${i}`,
		cpu: 256,
		memory: 512,
		essential: true,
		portMappings: [{ containerPort: 8080 + i, protocol: "tcp" }],
		healthCheck: { command: ["CMD-SHELL", "curl -f http://localhost:8080/healthz || exit 1"], interval: 30, timeout: 5, retries: 3 },
	};
}

const environment = [
	{ name: "REGION", value: REGION },
	{ name: "LOG_LEVEL", value: "info" },
	{ name: "HTTP_PORT", value: "8080" },
	{ name: "FEATURE_FLAGS", value: "search,checkout,recommendations" },
];

const hardened: JsonObject = {
	image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/app@sha256:${"a".repeat(64)}`,
	user: "1000:1000",
	readonlyRootFilesystem: true,
	environment: [...environment, { name: "STAGE", value: "production" }],
	linuxParameters: { capabilities: { add: [], drop: ["ALL"] }, initProcessEnabled: true },
	logConfiguration: {
		logDriver: "awslogs",
		options: { "awslogs-group": "/ecs/app", "awslogs-region": REGION, "awslogs-stream-prefix": "app" },
	},
};

/** One of the three is not privileged: that excuses root in the host's network. */
function lax(i: number): JsonObject {
	return {
		image: "docker.io/library/nginx:latest",
		user: "root",
		readonlyRootFilesystem: false,
		...(i === 0 ? {} : { privileged: true }),
		environment: [
			...environment,
			{ name: "DB_PASSWORD", value: "correct-horse-battery" },
			{ name: "DATABASE", value: "postgres://app:correct-horse@db.internal:5432/app" },
		],
		linuxParameters: { capabilities: { add: ["SYS_ADMIN"], drop: [] }, devices: [{ hostPath: "/dev/sda", containerPath: "/dev/sda" }] },
		mountPoints: [{ sourceVolume: "host0", containerPath: "/var/run/docker.sock" }],
	};
}
