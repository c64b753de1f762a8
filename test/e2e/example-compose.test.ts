/** `examples/docker-compose`, without Docker: the gate with the environment that its files give, beside moto, and the calls of its page. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, inject, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { freshStore, startGate } from "../gate-process.ts";
import { taskgate } from "./cli.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/docker-compose/", import.meta.url));
const PAGE = readFileSync(`${EXAMPLE}README.md`, "utf8");
const KEY = "a-key-of-16-characters-or-more";
const environmentOf = (file: string): Record<string, string> => parse(readFileSync(`${EXAMPLE}${file}`, "utf8")).services.gate.environment;

/** What the containers have elsewhere: the key from the shell, the store on a volume, moto by its name. */
async function gate(...files: readonly string[]) {
	const given: Record<string, string> = Object.assign({}, ...files.map(environmentOf));
	const moto = given.AWS_ENDPOINT_URL === undefined ? {} : { AWS_ENDPOINT_URL: inject("motoUrl") };
	const started = await startGate({ ...given, ...moto, TASKGATE_KEY: KEY, TASKGATE_STORE: await freshStore() });
	onTestFinished(async () => void (await started.stop()));
	return started;
}

test("alone it serves, asks for the key, and judges what it is asked", async () => {
	const { post, url } = await gate("compose.yaml");
	expect((await fetch(`${url}/healthz`)).status).toBe(200);
	const [, body = ""] = /-d '(\{.+?\})'\n/s.exec(PAGE) ?? [];
	expect((await post("/v1/admission", body)).status).toBe(401);
	const answer = await post("/v1/admission", body, { "x-taskgate-key": KEY });
	expect(await answer.json()).toMatchObject({
		response: { allowed: false, status: { message: expect.stringContaining("workload/privileged") } },
	});
});

test("with moto it registers what is admitted, and nothing else: the commands of the page", async () => {
	const { url } = await gate("compose.yaml", "compose.moto.yaml");
	const commands = [...PAGE.matchAll(/^node \S+taskgate\.js (register .+)$/gm)].map(([, args = ""]) => args.split(" "));
	expect(commands).toHaveLength(2);
	const env = { TASKGATE_URL: url, TASKGATE_KEY: KEY };
	const [admitted, refused] = await Promise.all(commands.map((args) => taskgate(args, { cwd: EXAMPLE, env })));
	expect(admitted).toMatchObject({ code: 0 });
	expect(JSON.parse(admitted!.stdout)).toMatchObject({ taskDefinition: { family: "web", status: "ACTIVE" } });
	expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("workload/privileged") });
});
