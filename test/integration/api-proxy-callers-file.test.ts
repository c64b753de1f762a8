/** A file of callers that could be misunderstood, or would lend the gate's own role, keeps the proxy from starting. */
import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { startEndpointProxy } from "../../src/proxy/endpoint/endpoint-proxy.ts";
import { freshStore } from "../gate-process.ts";
import { testWorld } from "../worlds.ts";
import { pointAwsAt } from "./ecs-ground.ts";

const TOKEN = "tg-4f9c1d2e8a7b";
const ROLE = "arn:aws:iam::123456789012:role/teams/deploy";
const ci = { name: "ci", role: ROLE, tokenSha256: "0".repeat(64) };
const developers = { name: "developers", role: ROLE, principals: ["arn:aws:iam::123456789012:role/dev"] };

beforeAll(() => pointAwsAt(inject("motoUrl")));
afterAll(() => void vi.unstubAllEnvs());

async function written(file: object): Promise<string> {
	const path = `${(await freshStore()).replace(/^sqlite:/, "")}.yaml`;
	await writeFile(path, JSON.stringify(file));
	return path;
}

describe("a file", () => {
	const started = async (file: object, more = {}) =>
		startEndpointProxy(testWorld(), { port: 0, callersFile: await written(file), ...more });

	it.for([
		[
			"that would lend the gate's role by its pattern",
			{ callers: [ci] },
			{ gateRole: "arn:aws:iam::{account}:role/teams/deploy" },
			/caller ci would get the gate's own role/,
		],
		["with a field that nobody reads", { callers: [{ ...ci, tokn: "x" }] }, {}, /callers\.0: .*tokn/],
		["with the token itself", { callers: [{ ...ci, tokenSha256: TOKEN }] }, {}, /callers\.0\.tokenSha256: must be the SHA-256/],
		[
			"with a caller that is known by nothing",
			{ callers: [{ name: "ci", role: ROLE }] },
			{},
			/callers\.0: must have either tokenSha256 or principals/,
		],
		["with principals and no audience", { callers: [developers] }, {}, /audience: must be there/],
		["with a role that is none", { callers: [{ ...ci, role: "deploy" }] }, {}, /callers\.0\.role: must be the full ARN/],
		["with a name twice", { callers: [ci, ci] }, {}, /callers\.1\.name: is another caller's already/],
		["without callers", { callers: [] }, {}, /callers: must not be empty/],
	] as const)("%s keeps the proxy from starting", async ([, file, more, problem]) => {
		const failed = await started(file, more).then(
			() => undefined,
			(error: Error) => error,
		);
		expect(failed?.message).toMatch(problem);
		expect(failed?.message).not.toContain(TOKEN);
	});
});
