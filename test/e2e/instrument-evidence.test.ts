/** `taskgate instrument --evidence`: what images start comes from their registries, over HTTP. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { serve } from "../evidence-ground.ts";
import { taskDefinition, VENDORS } from "../instrument-ground.ts";
import { Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { taskgate } from "./cli.ts";

const SET = Object.entries(VENDORS.sysdig?.parameters ?? {}).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
const WRAPPER = "/opt/draios/bin/instrument";

let registry: OciRegistry;
let host: string;
let cwd: string;
let digest: string;
beforeAll(async () => {
	[registry, cwd] = await Promise.all([startRegistry(), mkdtemp(join(tmpdir(), "taskgate-instrument-evidence-"))]);
	host = new URL(registry.url).host;
	const pusher = new Pusher(registry.url, "acme/web");
	({ digest } = await pusher.image({ tag: "1", config: { Entrypoint: ["/entry.sh"], Cmd: ["serve", "--port=80"] } }));
	const [amd64, arm64] = await Promise.all(
		["amd64", "arm64"].map(async (architecture) => ({
			...(await pusher.image({ architecture, config: { Entrypoint: [`/${architecture}`], Cmd: ["serve"] } })),
			platform: { os: "linux", architecture },
		})),
	);
	await pusher.index([amd64 as object, arm64 as object], { tag: "multi" });
	await pusher.image({ tag: "empty" });
}, 300_000);
afterAll(async () => {
	await registry.stop();
	await rm(cwd, { recursive: true });
});

interface Asking {
	readonly registries?: string;
	readonly more?: readonly string[];
	readonly members?: JsonObject;
}

function instrumented(image: string, { registries = host, more = ["--evidence"], members = {} }: Asking = {}) {
	const stdin = JSON.stringify(taskDefinition({ image }, members));
	const env = { TASKGATE_REGISTRIES: registries, AWS_EC2_METADATA_DISABLED: "true" };
	return taskgate(["instrument", "-", "--vendor", "sysdig", ...SET, ...more], { cwd, stdin, env });
}

const first = (stdout: string) => JSON.parse(stdout).containerDefinitions[0];

describe("what an image starts is read from its registry", () => {
	it.each([
		["by a tag", () => `${host}/acme/web:1`],
		["by its digest", () => `${host}/acme/web@${digest}`],
	])("%s", async (_, image) => {
		const { code, stdout, stderr } = await instrumented(image());
		expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("taskgate: instrumented standard input: ") });
		expect(first(stdout)).toMatchObject({ image: image(), entryPoint: [WRAPPER, "/entry.sh"], command: ["serve", "--port=80"] });
	});

	it("for the platform that the task runs on", async () => {
		expect(first((await instrumented(`${host}/acme/web:multi`)).stdout)).toMatchObject({ entryPoint: [WRAPPER, "/amd64"] });
		const members = { runtimePlatform: { cpuArchitecture: "ARM64" } };
		const more = ["--evidence", "--set", "architectures=X86_64,ARM64"];
		expect(first((await instrumented(`${host}/acme/web:multi`, { members, more })).stdout)).toMatchObject({
			entryPoint: [WRAPPER, "/arm64"],
			command: ["serve"],
		});
	});
});

describe("--image-config", () => {
	it("wins, and the registry is not asked about that image", async () => {
		const watched = await serve((_request, response) => void response.writeHead(500).end());
		try {
			const image = `${watched.host}/acme/web:1`;
			await writeFile(join(cwd, "images.json"), JSON.stringify({ [image]: { Entrypoint: ["/mine"] } }));
			const more = ["--evidence", "--image-config", "images.json"];
			const { code, stdout } = await instrumented(image, { registries: watched.host, more });
			expect({ code, entryPoint: first(stdout).entryPoint, heard: watched.heard }).toEqual({
				...{ code: 0, entryPoint: [WRAPPER, "/mine"], heard: [] },
			});
		} finally {
			watched.close();
		}
	});
});

describe("what is not known is refused, with container, registry and reason", () => {
	it("where the registry does not answer", async () => {
		const gone = await serve(() => {});
		gone.close();
		const { code, stdout, stderr } = await instrumented(`${gone.host}/acme/web:1`, { registries: gone.host });
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		const image = `${gone.host}/acme/web:1`;
		expect(stderr).toContain(`container web cannot be instrumented with Sysdig: what its image ${image} starts is not known (`);
		expect(stderr).toMatch(
			new RegExp(`\\(http://${gone.host}/v2/acme/web/manifests/1 does not answer.*\\); declare entryPoint and command`),
		);
	});

	it.each([
		["where it has no such image", () => `${host}/acme/web:none`, () => `${host}/acme/web has no none`, {}],
		["where it is none of TASKGATE_REGISTRIES", () => "quay.io/acme/web:1", () => "the registry quay.io is not asked; name it in", {}],
		["where nobody may be asked", () => "nginx:1.27", () => "docker.io: TASKGATE_REGISTRIES is none", { registries: "none" }],
		[
			"where ECR is to be asked without credentials",
			() => "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1",
			() => "111122223333.dkr.ecr.eu-west-1.amazonaws.com: ECR is not asked: there are no AWS credentials",
			{ registries: "ecr" },
		],
		[
			"where the same is in the partition of the task's execution role",
			() => "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/web:1",
			() => "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn: ECR is not asked",
			{ registries: "ecr", members: { executionRoleArn: "arn:aws-cn:iam::123456789012:role/execution" } },
		],
	])("%s", async (_, image, reason, asking) => {
		const { code, stdout, stderr } = await instrumented(image(), asking);
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		expect(stderr).toContain(
			`container web cannot be instrumented with Sysdig: what its image ${image()} starts is not known (${reason()}`,
		);
		expect(stderr).toContain("; declare entryPoint and command, or let Taskgate read the registry");
	});

	it("and where it says nothing of what it starts, neither is guessed", async () => {
		const { code, stderr } = await instrumented(`${host}/acme/web:empty`);
		expect({ code, stderr }).toEqual({
			code: 1,
			stderr: expect.stringContaining("neither the task definition nor its image says what it starts"),
		});
	});

	it("and without --evidence no registry is asked", async () => {
		const watched = await serve((_request, response) => void response.writeHead(500).end());
		try {
			const { code } = await instrumented(`${watched.host}/acme/web:1`, { registries: watched.host, more: [] });
			expect({ code, heard: watched.heard }).toEqual({ code: 1, heard: [] });
		} finally {
			watched.close();
		}
	});
});
