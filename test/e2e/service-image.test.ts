/** The image, which no test can build: its Dockerfile is read, its check run, and what it would start is started where nothing can be written. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Copy, DockerfileParser, type Instruction, type JSONInstruction } from "dockerfile-ast";
import { beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { openTestTable } from "../dynamodb-table.ts";
import { eventually } from "../gate-process.ts";
import { containerEnvironment, containerOf } from "../service-task.ts";
import { installPacked } from "./packed-package.ts";

const dockerfile = DockerfileParser.parse(readFileSync(new URL("../../Dockerfile", import.meta.url), "utf8"));
const [build, last, ...others] = stages();
const container = containerOf();

function stages(): readonly (readonly Instruction[])[] {
	const found: Instruction[][] = [];
	for (const instruction of dockerfile.getInstructions()) {
		if (instruction.getKeyword() === "FROM") found.push([]);
		found.at(-1)?.push(instruction);
	}
	return found;
}

const named = (keyword: string, stage = last) => (stage ?? []).filter((instruction) => instruction.getKeyword() === keyword);
const textOf = (keyword: string) => named(keyword)[0]?.getArgumentsContent();
const flagsOf = (copy: Instruction): Partial<Record<string, string>> =>
	Object.fromEntries((copy as Copy).getFlags().map((flag) => [flag.getName(), flag.getValue() ?? ""]));
const inExecForm = (instruction: Instruction | undefined) =>
	(instruction as JSONInstruction).getJSONStrings().map((one) => JSON.parse(one.getValue()) as string);

describe("the Dockerfile", () => {
	test("has two stages, each from an image that whoever builds must name", () => {
		const from = dockerfile.getFROMs().map((one) => one.getImage()?.replace(/^\$\{(\w+)\}$/, "from $1"));
		expect(from).toEqual(["from BUILD_IMAGE", "from RUN_IMAGE"]);
		expect(others).toEqual([]);
		const given = dockerfile.getInitialARGs().map((argument) => argument.getArgumentsContent());
		expect(given).toEqual(["BUILD_IMAGE", "RUN_IMAGE"]);
	});
	test("what runs has no shell to need: nothing is run while it is made, and what starts is named in exec form", () => {
		expect(named("RUN")).toEqual([]);
		expect(named("ADD")).toEqual([]);
		for (const copy of named("COPY")) expect(flagsOf(copy).from).toBe("build");
		expect(named("COPY").map((copy) => copy.getArgumentsContent())).toEqual([
			...["/usr/local/bin/node /usr/local/bin/node", "/app /app", "/data /data"],
		]);
		expect(inExecForm(named("ENTRYPOINT")[0])).toEqual(["/usr/local/bin/node", "/app/bin/taskgate.js"]);
		expect(inExecForm(named("CMD")[0])).toEqual(["serve"]);
	});
	test("has the user, the port and the health check of the task definition", () => {
		expect(textOf("USER")).toBe(container.User);
		expect(container.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
		expect(textOf("EXPOSE")).toBe(containerEnvironment().TASKGATE_PORT);
		const [, command = ""] = /CMD (\[.*\])$/s.exec(textOf("HEALTHCHECK") ?? "") ?? [];
		expect(["CMD", ...JSON.parse(command)]).toEqual(container.HealthCheck.Command);
	});
	test("has one folder for a volume, which belongs to the user", () => {
		const [node, app, data] = named("COPY").map(flagsOf);
		expect([node?.chown, app?.chown, data?.chown]).toEqual([undefined, undefined, container.User]);
	});
	test("says what it is, in labels of the OCI, and the version is the package's", () => {
		const { version, license } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
		const labels = Object.fromEntries(
			[...(textOf("LABEL") ?? "").matchAll(/org\.opencontainers\.image\.([\w.]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
		);
		expect(labels).toMatchObject({ title: "taskgate", version, licenses: license, revision: `\${REVISION}`, "base.name": `\${RUN_IMAGE}` });
	});
	test("is built from the packed package, and sees nothing else", () => {
		const ignored = readFileSync(new URL("../../.dockerignore", import.meta.url), "utf8").split("\n");
		const seen = ["*", "!taskgate-*.tgz"];
		expect(ignored.filter((line) => line !== "" && !line.startsWith("#"))).toEqual(seen);
		expect(named("COPY", build).map((copy) => copy.getArgumentsContent())).toEqual(["taskgate-*.tgz ./"]);
	});
	test("unpacks it, and asks no registry for anything", () => {
		const steps = named("RUN", build).map((run) => run.getArgumentsContent() ?? "");
		expect(steps).toHaveLength(2);
		expect(steps[1]).toMatch(/^tar -xzf taskgate-\*\.tgz --strip-components=1/);
		expect(steps.join("\n")).not.toMatch(/\b(npm|npx|yarn|curl|wget|apt-get)\b/);
	});

	const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
	test.each<[image: string, taken: boolean]>([
		[`registry.example.com/team/node:24@${DIGEST}`, true],
		[`node@${DIGEST}`, true],
		["node:24-bookworm-slim", false],
		["node", false],
		["", false],
		[`node@${DIGEST.slice(0, -1)}`, false],
		[`node@${DIGEST}0`, false],
		[`node@${DIGEST.toUpperCase()}`, false],
		[`node@${DIGEST}\nFROM evil`, false],
	])("of %j as an image: %s", (image, taken) => {
		const check = named("RUN", build)[0]?.getArgumentsContent()?.replaceAll("\\\n", " ") ?? "";
		for (const [BUILD_IMAGE, RUN_IMAGE] of [
			[image, `node@${DIGEST}`],
			[`node@${DIGEST}`, image],
		]) {
			const { status, stderr } = spawnSync("sh", ["-c", check], {
				env: { PATH: process.env.PATH, BUILD_IMAGE, RUN_IMAGE },
				encoding: "utf8",
			});
			expect([status, stderr.includes("is not pinned")]).toEqual(taken ? [0, false] : [1, true]);
		}
	});
});

describe("what it starts", () => {
	let installed: string;
	beforeAll(async () => {
		installed = await installPacked(mkdtempSync(join(tmpdir(), "taskgate-image-")));
	});

	/** Node's own permissions: no file is written, no process started. What is denied is thrown at whoever tries. */
	const RESTRICTED = ["--permission", "--allow-fs-read=*", "--allow-worker", "--allow-wasi"];
	const net = process.allowedNodeEnvironmentFlags.has("--allow-net") ? ["--allow-net"] : [];
	const start = (env: Record<string, string>): { readonly child: ChildProcess; readonly said: () => string } => {
		const child = spawn(process.execPath, [...RESTRICTED, ...net, join(installed, "bin/taskgate.js"), "serve"], { cwd: "/", env });
		let said = "";
		for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
		onTestFinished(() => void child.kill("SIGKILL"));
		return { child, said: () => said };
	};

	test("serves where nothing can be written, is found healthy by its own check, and ends when it is told to", async () => {
		const table = await openTestTable(inject("motoUrl"), { region: "eu-central-1" });
		onTestFinished(table.drop);
		const profile = join(installed, "policies/profiles/baseline.yaml");
		const given = { ...containerEnvironment({ TableName: table.name }), TASKGATE_CONSTRAINTS: profile, TASKGATE_PORT: "0" };
		const { child, said } = start({
			...given,
			...table.env,
			TASKGATE_KEY: "a-key-for-machines-alone",
			HOME: "/nonexistent",
			TMPDIR: "/nonexistent",
		});
		const url = await eventually(async () => /http:\/\/localhost:(\d+)/.exec(said())?.[0], 30_000);
		const review = { uid: "1", kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: "arn:aws:iam::111122223333:role/ci" } };
		const object = { family: "web", containerDefinitions: [{ name: "web", image: "nginx", privileged: true }] };
		const answer = await fetch(`${url}/v1/admission`, {
			method: "POST",
			headers: { "x-taskgate-key": "a-key-for-machines-alone" },
			body: JSON.stringify({ apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request: { ...review, object } }),
		});
		expect(await answer.json()).toMatchObject({ response: { allowed: false } });
		const [, , ...health] = container.HealthCheck.Command;
		const check = health.map((text) => text.replace("http://127.0.0.1:8080", url));
		expect(execFileSync(process.execPath, check).toString()).toBe("");
		child.kill("SIGTERM");
		expect((await once(child, "exit"))[0], said()).toBe(0);
		expect(said()).not.toMatch(/ERR_ACCESS_DENIED|restricted/);
		expect(spawnSync(process.execPath, check).status).toBe(1);
	});
	test("would fail if it wrote: a store in a file is refused there", async () => {
		const { child, said } = start({ TASKGATE_STORE: `sqlite:${join(installed, "gate.db")}`, TASKGATE_PORT: "0" });
		expect((await once(child, "exit"))[0]).not.toBe(0);
		expect(said()).toMatch(/cannot be opened: Access to this API has been restricted/);
	});
});
