/** DynamoDB Local for the whole run: AWS's own program, which checks what moto lets pass and is as atomic as the service. Needs Java 17 and Maven. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

const HERE = import.meta.dirname;
const JARS = `${HERE}/../../build/dynamodb-local`;
const MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
const STARTING_MS = 60_000;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
	if (!existsSync(JARS)) await fetchJars();
	const port = await freePort();
	const args = [`-Djava.library.path=${JARS}`, "-cp", `${JARS}/*`, MAIN, "-inMemory", "-port", String(port)];
	const server = spawn("java", args, { cwd: JARS, stdio: ["ignore", "ignore", "inherit"] });
	const url = `http://127.0.0.1:${port}`;
	const deadline = performance.now() + STARTING_MS;
	while (!(await answers(url))) {
		if (server.exitCode !== null || performance.now() > deadline) throw new Error("DynamoDB Local did not start; see what java said above");
		await sleep(100);
	}
	project.provide("dynamoDbUrl", url);
	return async () => {
		const closed = once(server, "close");
		server.kill();
		await closed;
	};
}

async function fetchJars(): Promise<void> {
	const goal = ["-q", "-B", "-f", `${HERE}/pom.xml`, "dependency:copy-dependencies", `-DoutputDirectory=${JARS}`];
	await promisify(execFile)("mvn", goal).catch((cause: unknown) => {
		throw new Error("npm run dynamodb-local needs Java 17 or newer, Maven as `mvn` on PATH, and once Maven Central", { cause });
	});
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("no free port");
	return address.port;
}

async function answers(url: string): Promise<boolean> {
	return fetch(url).then(
		() => true,
		() => false,
	);
}
