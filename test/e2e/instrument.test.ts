/** `taskgate instrument`, as a child process. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { taskDefinition, VENDORS } from "../instrument-ground.ts";
import { taskgate } from "./cli.ts";

let cwd: string;
beforeAll(async () => {
	cwd = await mkdtemp(join(tmpdir(), "taskgate-instrument-"));
	await writeFile(join(cwd, "web.json"), JSON.stringify(taskDefinition(), undefined, "    "));
	await writeFile(join(cwd, "images.json"), JSON.stringify({ "nginx:1.27": { Entrypoint: ["/docker-entrypoint.sh"], Cmd: ["nginx"] } }));
});
afterAll(() => rm(cwd, { recursive: true }));

const SET = Object.entries(VENDORS.sysdig?.parameters ?? {}).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
const sysdig = (file: string, ...more: readonly string[]) => ["instrument", file, "--vendor", "sysdig", ...more];

describe("what is instrumented", () => {
	it("is printed with the file's indentation, and instrumented once more it is the same", async () => {
		const { code, stdout, stderr } = await taskgate(sysdig("web.json", ...SET, "--image-config", "images.json"), { cwd });
		expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^taskgate: instrumented web\.json: \d operations\n$/) });
		const { containerDefinitions } = JSON.parse(stdout);
		expect(containerDefinitions[0]).toMatchObject({
			entryPoint: ["/opt/draios/bin/instrument", "/docker-entrypoint.sh"],
			command: ["nginx"],
		});
		expect(stdout).toContain('\n    "pidMode": "task"\n}\n');
		const again = await taskgate(sysdig("-", ...SET), { cwd, stdin: stdout });
		expect(again).toEqual({ code: 0, stdout, stderr: expect.stringContaining("nothing to do: every container of standard input") });
	});

	it("may be YAML, or what describe answers", async () => {
		const yaml =
			"family: web\nrequiresCompatibilities: [FARGATE]\nexecutionRoleArn: a\ncontainerDefinitions:\n- {name: web, image: a, entryPoint: [/a]}\n";
		const { stdout } = await taskgate(sysdig("-", ...SET), { cwd, stdin: yaml });
		expect(stdout).toContain("    entryPoint:\n      - /opt/draios/bin/instrument\n      - /a\n");
		const described = { taskDefinition: { ...taskDefinition({ entryPoint: ["/a"] }), revision: 3, status: "ACTIVE" } };
		const { code, stdout: body } = await taskgate(sysdig("-", ...SET), { cwd, stdin: JSON.stringify(described) });
		expect(code).toBe(0);
		expect(Object.keys(JSON.parse(body))).not.toEqual(expect.arrayContaining(["revision"]));
	});
});

describe("what is refused", () => {
	it("is told with its line, and nothing is printed", async () => {
		const { code, stdout, stderr } = await taskgate(sysdig("web.json", ...SET), { cwd });
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		expect(stderr).toMatch(
			/web\.json:\d+: container web cannot be instrumented with Sysdig: what its image nginx:1\.27 starts is not known; declare/,
		);
	});

	it("names a parameter that is missing, and says how to give it", async () => {
		const missing = await taskgate(sysdig("web.json", ...SET.slice(0, 4)), { cwd });
		expect(missing.code).toBe(1);
		expect(missing.stderr).toContain("the constraint does not give the parameter accessKeySecret\n");
		expect(missing.stderr).toContain("parameters are given with --set NAME=VALUE");
		expect((await taskgate(sysdig("web.json"), { cwd })).stderr).toContain("accessKeySecret, collectorHost");
	});

	it("repeats no key that is given in plain text", async () => {
		const { code, stderr } = await taskgate(sysdig("web.json", ...SET.slice(0, 4), "--set", "accessKeySecret=0a1b2c3d"), { cwd });
		expect(code).toBe(1);
		expect(stderr).toContain("the parameter accessKeySecret is not the ARN of a secret");
		expect(stderr).not.toContain("0a1b2c3d");
	});
});

it.each([
	[["--vendor", "sysdog"], "Allowed choices are sysdig"],
	[[], "required option '--vendor"],
	[["--vendor", "sysdig", "--set", "colectorHost=a"], "did you mean collectorHost?"],
	[["--vendor", "sysdig", "--set", "priority=high"], "must be one of availability, security"],
	[["--vendor", "sysdig", "--set", "agentCpu=many"], "--set agentCpu must be JSON: a number, such as 64"],
	[["--vendor", "sysdig", "--set", "=a"], "--set must be KEY=VALUE"],
	[["--vendor", "sysdig", "--set", "agentCpu=1", "--set", "agentCpu=2"], "--set gives agentCpu twice"],
	[["--vendor", "sysdig", "--image-config", "web.json"], "web.json: family must be an image's configuration"],
	[["--vendor", "sysdig", "--image-config", "none.json"], "none.json cannot be read as JSON"],
])("%j is used wrongly", async (options, message) => {
	const { code, stdout, stderr } = await taskgate(["instrument", "web.json", ...options], { cwd });
	expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
	expect(stderr.replace(/\s+/g, " ")).toContain(message);
});
