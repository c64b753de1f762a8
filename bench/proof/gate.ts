/** A gate under proof: `taskgate serve`, enforcing, its AWS behind a tap and its clock moved. */
import { AWS_ENV } from "../../test/aws-cli.ts";
import { type GateProcess, startGate } from "../../test/gate-process.ts";

const CLOCK = new URL("shifted-clock.ts", import.meta.url).href;

export interface Proving {
	readonly awsUrl: string;
	/** A path. */
	readonly store: string;
	/** From which instant of the machine's clock on the gate's is moved, and by how much; both in milliseconds. */
	readonly clock?: readonly (readonly [from: number, by: number])[];
	/** How far the clock is off after each SIGUSR2, in milliseconds. */
	readonly jumps?: readonly number[];
	/** A command that runs the gate, with arguments of its own. */
	readonly via?: readonly string[];
}

export function environmentOf({ awsUrl, store, clock = [], jumps = [] }: Proving): Record<string, string> {
	return {
		...AWS_ENV,
		AWS_ENDPOINT_URL: awsUrl,
		TASKGATE_STORE: `sqlite:${store}`,
		TASKGATE_ENFORCE: "on",
		// The breaker has claims of its own in the tests; here it must not hide what is to be shown.
		TASKGATE_ACTION_LIMIT: "100000/1h",
		TASKGATE_PROOF_CLOCK: JSON.stringify(clock),
		TASKGATE_PROOF_JUMPS: JSON.stringify(jumps),
		NODE_OPTIONS: `--import=${CLOCK}`,
	};
}

/** Resolves when it serves. @throws when it does not start, with what it said. */
export function startProvedGate(proving: Proving): Promise<GateProcess> {
	return startGate(environmentOf(proving), ["serve"], proving.via);
}
