/** Doctor in this process, on an account that a test made: what it says, what it called, and its commands in a shell. */
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { expect, vi } from "vitest";
import { readConfig } from "../src/config.ts";
import { awsReads } from "../src/doctor/aws/aws-reads.ts";
import { Session } from "../src/doctor/aws/session.ts";
import { readStack } from "../src/doctor/aws/stacks.ts";
import type { Patient } from "../src/doctor/check.ts";
import { CHECKS } from "../src/doctor/checks.ts";
import { findStack } from "../src/doctor/find-stack.ts";
import { openRecorded } from "../src/doctor/open-recorded.ts";
import { examineAll, type Finding } from "../src/doctor/run.ts";
import type { Stack } from "../src/doctor/stack.ts";
import { systemNow } from "../src/world.ts";
import { AWS_ENV } from "./aws-cli.ts";
import { type Account, openAccount } from "./deployed-stack.ts";
import { MAIN } from "./e2e/cli.ts";
import { startTap } from "./http-tap.ts";

const run = promisify(execFile);

export interface Ward {
	/** What the checks of these names find. `stack`: instead of the one that is there. */
	examined(names: readonly string[], stack?: Stack): Promise<readonly Finding[]>;
	/** Runs commands as somebody does who copies them; answers what they print. */
	shell(commands: readonly string[]): Promise<string>;
}

interface Place {
	/** Where doctor asks, which may be a tap before it. */
	readonly asks: string;
	/** Where the commands go. */
	readonly endpoint: string;
	/** Path of the AWS CLI. */
	readonly cli: string;
	readonly account?: string;
	readonly region?: string;
	readonly env?: Readonly<Record<string, string>>;
}

export function ward({ asks, endpoint, cli, account = "123456789012", region = "us-east-1", env = {} }: Place): Ward {
	const where = { partition: "aws", account, region };
	return {
		async examined(names, stack) {
			for (const [name, value] of Object.entries({ ...AWS_ENV, ...env, AWS_ENDPOINT_URL: asks })) vi.stubEnv(name, value);
			const session = await Session.open(region);
			if (session === undefined) throw new Error("there is no Region");
			const found = stack ?? (await findStack((name) => readStack(session, name), where, undefined));
			const recorded = openRecorded({ store: undefined, stack: found, config: readConfig({}), session });
			const patient: Patient = {
				...{ where, config: readConfig({}), now: systemNow, reads: awsReads(session, systemNow), store: recorded.store },
				stack: () => {
					if (found instanceof Error) throw found;
					return found;
				},
			};
			try {
				return await examineAll(
					CHECKS.filter(({ name }) => names.includes(name)),
					patient,
					{ timeoutMs: 60_000 },
				);
			} finally {
				await recorded.close();
				session.close();
				vi.unstubAllEnvs();
			}
		},
		async shell(commands) {
			// `aws sqs` has an old endpoint of its own, which AWS_ENDPOINT_URL does not move.
			const script = [
				"set -e",
				`aws() { command aws "$@" --endpoint-url ${endpoint}; }`,
				`npx() { shift; ${process.execPath} ${MAIN} "$@"; }`,
				...commands,
			].join("\n");
			const path = `${dirname(cli)}:${process.env.PATH}`;
			const surroundings = { ...AWS_ENV, ...env, AWS_ENDPOINT_URL: endpoint, PATH: path, HOME: "/nonexistent" };
			return (await run("bash", ["-c", script], { env: surroundings })).stdout;
		},
	};
}

export interface DeployedWard extends Ward {
	readonly account: Account;
	readonly outputs: Readonly<Record<string, string>>;
	statusOf(check: string): Promise<readonly string[]>;
	/** What doctor says is a problem, it mends; then there is none. Answers what was said. */
	mended(check: string): Promise<readonly Finding[]>;
	/** How often doctor has called, and what of it was no look. */
	called(): { readonly calls: number; readonly changing: readonly string[] };
	close(): Promise<void>;
}

/** The gate's stack in a moto of its own, with a tap between it and doctor. */
export async function openDeployedWard(cli: string): Promise<DeployedWard> {
	const account = await openAccount(cli);
	const endpoint = account.env.AWS_ENDPOINT_URL ?? "";
	const tap = await startTap(endpoint);
	const outputs = await account.deploy("Taskgate", { Enforce: "off" });
	const patient = ward({ asks: tap.url, endpoint, cli });
	return {
		...{ ...patient, account, outputs },
		statusOf: async (check) => (await patient.examined([check])).map(({ status }) => status),
		async mended(check) {
			const before = problems(await patient.examined([check]));
			expect(before.length).toBeGreaterThan(0);
			await patient.shell(before.flatMap(({ mend }) => mend));
			expect(problems(await patient.examined([check]))).toEqual([]);
			return before;
		},
		called() {
			// As the wire has it: an operation by header or body, or, where a service speaks REST, a method and a path.
			const all = tap.exchanges.map(({ operation, sent, line }) => operation || /(?:^|&)Action=(\w+)/.exec(sent.toString())?.[1] || line);
			const others = all.filter((name) => !/^(?:BatchDescribe|Describe|Get|List|Query|Simulate)|^GET \//.test(name));
			// GuardDuty's ListCoverage, whose filter is too much for a query.
			return { calls: all.length, changing: others.filter((line) => !/^POST \/detector\/\w+\/coverage$/.test(line)) };
		},
		close: async () => {
			await tap.close();
			await account.close();
		},
	};
}

export function problems(findings: readonly Finding[]): readonly Finding[] {
	return findings.filter(({ status }) => status === "problem");
}
