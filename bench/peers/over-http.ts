/** `taskgate serve` beside `opa run --server`: the same policies about the same task definition, by the same load. Taskgate's answers are on disk besides. */
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { AdmissionRequest } from "../../src/admission/request.ts";
import { figure, type Side } from "../figure.ts";
import { postingFrom } from "../posting.ts";
import { ACCOUNT, admissionReview, CASES, type Case, NOW, REGION, taskDefinition, UNIQUE } from "../requests.ts";
import { inTurns } from "../rounds.ts";
import { startGate } from "../servers.ts";
import type { ServingRounds } from "../serving.ts";
import type { Workplace } from "../workplace.ts";
import { goPeer } from "./programs.ts";
import type { Together } from "./together.ts";
import { written } from "./written.ts";

const STARTING_MS = 60_000;

export async function overHttp(
	workplace: Workplace,
	policies: Together,
	rounds: ServingRounds,
	print: (line: string) => void,
): Promise<void> {
	const posting = postingFrom(workplace, rounds.milliseconds);
	const gate = await startGate(workplace);
	const opa = await startOpaServer(workplace, policies);
	for (const which of CASES) {
		await agreed(gate, opa, which);
		const subjects = [
			posting("a decision of Taskgate's", `${gate}/v1/admission`, admissionReview(which)),
			posting("an answer of OPA's", `${opa}/v1/data/bench/found`, inputOf(which)),
		];
		const [ours, theirs] = (await inTurns(subjects, rounds)) as readonly [Side, Side];
		print(figure(`POST of a ${which} task definition, ${policies.ids.length} policies, to OPA's server`, ours, theirs, "µs"));
	}
}

/** As Taskgate makes it of an AdmissionReview. */
function inputOf(which: Case): { readonly input: object } {
	const object = taskDefinition(which, `web-${UNIQUE}`);
	const request: Partial<AdmissionRequest> = {
		...{ uid: UNIQUE, enforcementPoint: "webhook", kind: "TaskDefinition", operation: "CREATE", action: "RegisterTaskDefinition" },
		...{
			partition: "aws",
			account: ACCOUNT,
			region: REGION,
			name: String(object.family),
			tags: { owner: "web" },
			dryRun: false,
			time: NOW,
		},
		...{ launchTypes: which === "compliant" ? ["FARGATE"] : ["EC2"], userInfo: { arn: "arn:aws:sts::111122223333:assumed-role/ci/run-1" } },
		...{ object, context: { source: "copy" }, targets: {} },
	};
	return { input: { now: NOW, parameters: {}, request } };
}

/** No measurement unless both deny by the same policies. */
async function agreed(gate: string, opa: string, which: Case): Promise<void> {
	const post = async (url: string, body: object) => {
		const answer = await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
		return (await answer.json()) as { response?: { allowed: boolean }; result?: Record<string, readonly object[]> };
	};
	const { response } = await post(`${gate}/v1/admission`, admissionReview(which));
	const { result = {} } = await post(`${opa}/v1/data/bench/found`, inputOf(which));
	const violated = Object.values(result).filter((found) => found.some((each) => !("outcome" in each)));
	if (response?.allowed !== (violated.length === 0) || Object.keys(result).length === 0) {
		throw new Error(
			`Taskgate ${response?.allowed ? "allows" : "denies"} the ${which} definition, OPA finds ${violated.length} violated policies`,
		);
	}
}

async function startOpaServer(workplace: Workplace, { files }: Together): Promise<string> {
	const program = await goPeer("opa", (line) => process.stderr.write(`${line}\n`));
	const folder = await written(`${workplace.folder}/opa-server`, files);
	const address = `127.0.0.1:${await freePort()}`;
	workplace.spawn(program, ["run", "--server", "--addr", address, "--log-level", "error", "--disable-telemetry", folder], {
		stdio: "inherit",
	});
	const started = performance.now();
	while (performance.now() - started < STARTING_MS) {
		if ((await fetch(`http://${address}/health`).catch(() => undefined))?.ok) return `http://${address}`;
		await pause(100);
	}
	throw new Error("OPA's server did not start");
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	return typeof address === "object" && address !== null ? address.port : 0;
}
