/** A gate whose store is a DynamoDB table: `serve`, `halt` and `resume` by TASKGATE_STORE alone. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";
import { AWS_ENV, awsCli } from "../aws-cli.ts";
import { callEvent } from "../cloudtrail.ts";
import { openTestTable } from "../dynamodb-table.ts";
import { privileged, registered, started } from "../ecs-workload.ts";
import { eventually, type GateProcess, startGate } from "../gate-process.ts";

const BIN = new URL("../../bin/taskgate.js", import.meta.url).pathname;

test("two gates on one table: what one is halted for waits, and the other finishes it once resumed", async () => {
	const url = inject("motoUrl");
	const aws = awsCli(inject("awsCli"), url);
	const ecs = await started(aws, "gate-dynamodb-test");
	const region = AWS_ENV.AWS_REGION;
	const table = await openTestTable(url, { region });
	onTestFinished(table.drop);
	const env = {
		...AWS_ENV,
		AWS_ENDPOINT_URL: url,
		TASKGATE_ENFORCE: "on",
		TASKGATE_STORE: `dynamodb:${table.name}`,
		TASKGATE_RETENTION: "30d",
	};
	const run = (...args: string[]) => promisify(execFile)(process.execPath, [BIN, ...args], { env: { PATH: process.env.PATH, ...env } });

	const one = await startGate(env);
	onTestFinished(() => one.kill());
	const definition = await registered(aws, privileged("kept-in-dynamodb"));
	expect((await run("halt", "--reason", "INC-204")).stdout).toContain("INC-204");
	expect((await one.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }))).status).toBe(202);
	await eventually(async () => (await statesOf(one)).includes("planned"));
	expect((await ecs.definition(definition.arn)).status).toBe("ACTIVE");
	await one.kill();

	const other = await startGate(env);
	onTestFinished(() => other.kill());
	expect((await run("resume", "--store", `dynamodb:${table.name}`)).stdout).toContain("resumed");
	await eventually(async () => (await ecs.definition(definition.arn)).status === "INACTIVE");
	await eventually(async () => !(await statesOf(other)).includes("planned"));
	expect(await other.decisions()).toMatchObject([{ name: "kept-in-dynamodb", verdict: "denied" }]);
	const metrics = await (await fetch(`${other.url}/metrics`)).text();
	expect(metrics).toMatch(/pending\w* 0/);
});

async function statesOf(gate: GateProcess): Promise<readonly string[]> {
	return (await gate.decisions()).flatMap(({ actions }) => actions.map(({ state }) => state));
}
