/** What is deployed: a task definition that the profile `baseline` has nothing to say about, and one that it denies. */
import type { JsonObject } from "../../src/admission/request.ts";

export const ARN_PARTITION = "aws";
const DIGEST = "a".repeat(64);

const CONTAINER: JsonObject = {
	name: "app",
	cpu: 256,
	memory: 512,
	essential: true,
	user: "1000:1000",
	readonlyRootFilesystem: true,
	portMappings: [{ containerPort: 8080, protocol: "tcp" }],
	environment: [{ name: "LOG_LEVEL", value: "info" }],
	linuxParameters: { capabilities: { add: [], drop: ["ALL"] }, initProcessEnabled: true },
	logConfiguration: {
		logDriver: "awslogs",
		options: { "awslogs-group": "/ecs/app", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "app" },
	},
};
const COMMON: JsonObject = {
	networkMode: "awsvpc",
	requiresCompatibilities: ["FARGATE"],
	cpu: "256",
	memory: "512",
	runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
};

/** The body of RegisterTaskDefinition. */
export function definitionBody(account: string, family: string, isBad: boolean): JsonObject {
	const container = { ...CONTAINER, image: `${account}.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${DIGEST}` };
	return { family, ...COMMON, containerDefinitions: [isBad ? { ...container, privileged: true } : container] };
}
