/** Taskgate beside its peers: on this machine, in this run, with the same inputs and, where they take Rego, the same policies. */
import { fileURLToPath } from "node:url";
import type { Rounds } from "../rounds.ts";
import type { ServingRounds } from "../serving.ts";
import type { Workplace } from "../workplace.ts";
import { custodian } from "./custodian.ts";
import { files } from "./files.ts";
import { inProcess } from "./in-process.ts";
import { overHttp } from "./over-http.ts";
import { together } from "./together.ts";

const POLICIES = fileURLToPath(new URL("../../policies", import.meta.url));

export interface PeerRounds {
	readonly evaluation: Rounds;
	readonly serving: ServingRounds;
	readonly files: Rounds;
	/** How many files are checked. */
	readonly count: number;
}

export async function peers(workplace: Workplace, rounds: PeerRounds, print: (line: string) => void): Promise<void> {
	print("# peers: policies of the profile restricted; Cloud Custodian and checkov have policies of their own");
	await inProcess(await together(POLICIES, "Task"), rounds.evaluation, print);
	await custodian(workplace, rounds.evaluation, print);
	await overHttp(workplace, await together(POLICIES, "TaskDefinition"), rounds.serving, print);
	await files(workplace, rounds.count, rounds.files, print);
}
