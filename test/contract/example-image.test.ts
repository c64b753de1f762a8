/** `examples/container-image` and `examples/docker-compose`: both run the image as its Dockerfile has it, under our own policies. */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { taskgate } from "../e2e/cli.ts";
import { containerEnvironment, containerOf } from "../service-task.ts";

interface Judged {
	readonly violations: readonly { readonly policy: string }[];
	readonly unknown: readonly unknown[];
}
interface Composed {
	readonly image: string;
	readonly user: string;
	readonly read_only: boolean;
	readonly init: boolean;
	readonly cap_drop: readonly string[];
	readonly security_opt: readonly string[];
	readonly healthcheck: { readonly test: readonly string[] };
	readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string; readonly pids: number } } };
	readonly ports?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	readonly volumes?: readonly string[];
}

const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const read = (path: string) => readFileSync(`${EXAMPLES}${path}`, "utf8");
const composed = (file: string) => (parse(read(`docker-compose/${file}`)) as { services: Record<string, Composed> }).services;
/** The webhook service's own container, which test/e2e/service-image.test.ts holds against the Dockerfile. */
const service = containerOf();

async function judged(object: object, ...options: readonly string[]) {
	const args = [
		"check",
		"--profile",
		"restricted",
		"--account",
		"111122223333",
		"--region",
		"eu-central-1",
		"--format",
		"json",
		...options,
		"-",
	];
	const { code, stdout } = await taskgate(args, { cwd: tmpdir(), stdin: JSON.stringify(object) });
	const [decision] = (JSON.parse(stdout) as { decisions: readonly [Judged] }).decisions;
	return { code, ...decision, policies: decision.violations.map(({ policy }) => policy) };
}

describe("the task definition", () => {
	const definition = JSON.parse(read("container-image/task-definition.json"));
	const [container] = definition.containerDefinitions;
	const with_ = (changes: object) => ({ ...definition, containerDefinitions: [{ ...container, ...changes }] });

	test("restricted finds nothing, warns of nothing, and sees everything", async () => {
		expect(await judged(definition, "--fail-on", "warn")).toMatchObject({ code: 0, policies: [], unknown: [] });
	});
	test.each([
		[{ user: "0" }, "workload/non-root-user"],
		[{ readonlyRootFilesystem: false }, "workload/read-only-root"],
		[{ linuxParameters: {} }, "workload/drop-capabilities"],
		[{ image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/taskgate:0.1.0" }, "image/digest"],
	])("with %o it is denied", async (changes, policy) => {
		const { code, policies } = await judged(with_(changes));
		expect(code).toBe(1);
		expect(policies).toContain(policy);
	});
	test("runs the image as the webhook service does", () => {
		expect({ user: container.user, command: container.healthCheck.command }).toEqual({
			user: service.User,
			command: service.HealthCheck.Command,
		});
		const environment: Record<string, string> = Object.fromEntries(
			container.environment.map(({ name, value }: { name: string; value: string }) => [name, value]),
		);
		const { TASKGATE_PORT, TASKGATE_WORK, AWS_REGION } = containerEnvironment();
		expect(environment).toEqual({ TASKGATE_PORT, TASKGATE_WORK, AWS_REGION, TASKGATE_STORE: "dynamodb:taskgate" });
	});
});

describe("compose", () => {
	const all: readonly (readonly [string, Composed])[] = [
		["gate", composed("compose.yaml").gate!],
		["moto", composed("compose.moto.yaml").moto!],
	];
	/** What Docker is told, as ECS would be told it. */
	const inEcsWords = (name: string, given: Composed) => ({
		family: name,
		requiresCompatibilities: ["EC2"],
		containerDefinitions: [
			{
				...{ name, image: given.image, essential: true, user: given.user, readonlyRootFilesystem: given.read_only },
				memory: Number.parseInt(given.deploy.resources.limits.memory, 10) * (/g$/.test(given.deploy.resources.limits.memory) ? 1024 : 1),
				dockerSecurityOptions: given.security_opt,
				linuxParameters: { initProcessEnabled: given.init, capabilities: { drop: given.cap_drop } },
				healthCheck: { command: given.healthcheck.test },
			},
		],
	});
	const workload = async (name: string, given: Composed) =>
		(await judged(inEcsWords(name, given))).policies.filter((policy) => policy.startsWith("workload/"));

	test.each(all)("%s is hardened as our own policies of workloads ask", async (name, given) => {
		expect(await workload(name, given)).toEqual([]);
		expect(given.deploy.resources.limits).toMatchObject({ cpus: expect.any(String), pids: expect.any(Number) });
	});
	test.each([
		[{ user: "root" }, "workload/non-root-user"],
		[{ read_only: false }, "workload/read-only-root"],
		[{ cap_drop: [] }, "workload/drop-capabilities"],
		[{ security_opt: [] }, "workload/security-options"],
		[{ init: false }, "workload/init-process"],
		[{ healthcheck: { test: ["NONE"] } }, "workload/health-check"],
	])("with %o it would not be", async (changes, policy) => {
		const [[name, gate]] = all as [readonly [string, Composed]];
		expect(await workload(name, { ...gate, ...changes })).toContain(policy);
	});
	test("the gate is the image's own user with its own health check, reached from this machine, with a key", () => {
		const [[, gate]] = all as [readonly [string, Composed]];
		expect({ user: gate.user, command: gate.healthcheck.test }).toEqual({ user: service.User, command: service.HealthCheck.Command });
		expect(gate.ports).toEqual(["127.0.0.1:8080:8080"]);
		expect(gate.environment?.TASKGATE_KEY).toMatch(/^\$\{TASKGATE_KEY:\?/);
		expect(gate.environment?.TASKGATE_STORE).toBe("sqlite:/data/gate.db");
		expect(gate.volumes).toEqual(["records:/data"]);
	});
});
