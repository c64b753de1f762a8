/** Policies that loop, allocate without end or contradict themselves, beside sound ones in `taskgate serve`: what they cost, and whom. */
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { openCompiler } from "../../src/rego/compiler.ts";
import { freshStore, type GateProcess, startGate } from "../../test/gate-process.ts";
import { sourcesOf } from "../../test/rego-bundle.ts";
import { type Answered, ask, type Family, type Reviewed, within } from "./isolation-asking.ts";
import type { Claim, Part } from "./part.ts";

const SIZES = { full: { each: 20, others: 2_000 }, quick: { each: 3, others: 300 } } as const;

/** Of the worker engine, for one request. */
const DEADLINE_MS = 1_000;
/** The deadline, the rest of the policies in a fresh thread, and a machine that does other things besides. */
const ANSWERED_MS = 4 * DEADLINE_MS;
/** What a loop may add: others are judged in the reserve. Without it half of them wait for most of the deadline. */
const ADDED_MS = DEADLINE_MS / 5;
/** In turns, so that what else the machine does harms both alike. */
const ROUNDS = 3;

const RULES = {
	"t/privileged": `violation contains {"msg": "a container is privileged"} if {
	some container in input.request.object.containerDefinitions
	container.privileged == true
}`,
	"t/named": `violation contains {"msg": "a container has no name"} if {
	some container in input.request.object.containerDefinitions
	not container.name
}`,
	"t/runaway": `violation contains {"msg": "never"} if {
	startswith(input.request.object.family, "loop")
	n := numbers.range(1, 10000)
	some a in n
	some b in n
	some c in n
	a + b + c < 0
}`,
	"t/hog": `violation contains {"msg": "never"} if {
	startswith(input.request.object.family, "hog")
	count([[a, b] | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000)]) < 0
}`,
	"t/conflict": `violation contains {"msg": "never"} if one == 3

one := 1

one := 2 if startswith(input.request.object.family, "clash")`,
};

const CONSTRAINTS = Object.keys(RULES)
	.map(
		(policy) => `apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: ${policy.replace("/", "-")}}\nspec: {policy: ${policy}}\n`,
	)
	.join("---\n");

/** Whichever of the two a policy comes up against first: a loop allocates, too. */
const ENDED = /did not finish within 1000 ms|MiB of memory/;

/** The policy that fails, and how its failure reads. */
const FAILING: Readonly<Record<Exclude<Family, "web">, readonly [policy: string, reason: RegExp]>> = {
	loop: ["t/runaway", ENDED],
	hog: ["t/hog", ENDED],
	clash: ["t/conflict", /conflict/],
};

export const isolation: Part = ({ quick, tell }) => isolationOf(quick ? SIZES.quick : SIZES.full, tell);

export async function isolationOf(
	{ each, others }: { readonly each: number; readonly others: number },
	tell: (line: string) => void,
): Promise<readonly Claim[]> {
	const gate = await startWithPolicies();
	try {
		await Promise.all(Array.from({ length: 20 }, () => ask(gate, "web", false)));
		const quiet: Answered[] = [];
		const beside: Answered[] = [];
		const looped: Answered[] = [];
		for (let round = 0; round < ROUNDS; round += 1) {
			quiet.push(...(await timed(gate, others / ROUNDS)));
			const looping = { stopped: false };
			const loops = loopOn(gate, looping);
			await pause(DEADLINE_MS / 2);
			beside.push(...(await timed(gate, others / ROUNDS)));
			looping.stopped = true;
			looped.push(...(await loops));
			tell(`p99 of others: ${Math.round(within(0.99, quiet))} ms alone, ${Math.round(within(0.99, beside))} ms beside a policy that loops`);
		}
		const bad: Answered[] = [];
		for (const family of ["loop", "hog", "clash"] as const) {
			for (let n = 0; n < each; n += 1) bad.push(await ask(gate, family, false), await ask(gate, family, true));
		}
		return [aboutOthers(quiet, beside, looped.length), ...aboutFailures([...bad, ...looped]), aboutVerdicts([...quiet, ...beside, ...bad])];
	} finally {
		await gate.stop();
	}
}

async function startWithPolicies(): Promise<GateProcess> {
	const store = await freshStore();
	const folder = store.replace(/^sqlite:/, "").replace(/gate\.db$/, "");
	const compiler = openCompiler();
	await writeFile(`${folder}bundle.tar.gz`, await compiler.build({ files: sourcesOf(RULES), revision: "isolation" }));
	await compiler.close();
	await writeFile(`${folder}constraints.yaml`, CONSTRAINTS);
	return startGate({ TASKGATE_STORE: store, TASKGATE_BUNDLE: `${folder}bundle.tar.gz`, TASKGATE_CONSTRAINTS: `${folder}constraints.yaml` });
}

/** One after the other, without a pause. */
async function loopOn(gate: GateProcess, looping: { readonly stopped: boolean }): Promise<readonly Answered[]> {
	const answered: Answered[] = [];
	while (!looping.stopped) answered.push(await ask(gate, "loop", answered.length % 2 === 1));
	return answered;
}

const BETWEEN_MS = 20;

/** At a steady pace, whether or not those before are answered: who waits is counted. */
async function timed(gate: GateProcess, count: number): Promise<readonly Answered[]> {
	const asked: Promise<Answered>[] = [];
	for (let n = 0; n < count; n += 1) {
		asked.push(ask(gate, "web", n % 2 === 1));
		await pause(BETWEEN_MS);
	}
	return Promise.all(asked);
}

export function aboutOthers(quiet: readonly Answered[], beside: readonly Answered[], loops: number): Claim {
	const added = within(0.5, beside) - within(0.5, quiet);
	const [alone, harmed] = [within(0.99, quiet), within(0.99, beside)];
	const whole = Math.round;
	return {
		claim: `a policy that loops without a pause adds less than ${ADDED_MS} ms to what every other of the other requests waits`,
		held: loops > 0 && beside.length > 0 && added < ADDED_MS,
		figures: {
			...{
				others: beside.length,
				"loops meanwhile": loops,
				"median alone (ms)": whole(within(0.5, quiet)),
				"median beside (ms)": whole(within(0.5, beside)),
			},
			...{ "p99 alone (ms)": whole(alone), "p99 beside (ms)": whole(harmed), "ratio of p99": whole((harmed / alone) * 10) / 10 },
		},
	};
}

export function aboutFailures(bad: readonly Answered[]): readonly Claim[] {
	return Object.entries(FAILING).map(([family, [policy, reason]]) => {
		const all = bad.filter((one) => one.family === family);
		const most = Math.max(0, ...all.map(({ ms }) => ms));
		const wrong = all.filter((one) => !isRight(one, policy, reason));
		return {
			claim: `${policy} fails for itself alone: its requests are refused, by the others' violations where there are any, within ${ANSWERED_MS} ms`,
			held: all.length > 0 && wrong.length === 0 && most < ANSWERED_MS,
			figures: { requests: all.length, "answered otherwise": wrong.length, "slowest (ms)": Math.round(most) },
			detail: wrong.slice(0, 5).map(({ response }) => JSON.stringify(response)),
		};
	});
}

/** A violation of another policy is told as a denial, and where there is none the failure is why it is undecided. */
function isRight({ privileged, response }: Answered, policy: string, reason: RegExp): boolean {
	const message = messageOf(response);
	if (response.allowed) return false;
	return privileged
		? message === "t/privileged: a container is privileged"
		: message.startsWith(`undecided: ${policy}: `) && reason.test(message);
}

const messageOf = (response: Reviewed) => response.status?.message ?? "";

export function aboutVerdicts(answered: readonly Answered[]): Claim {
	const wrong = answered.filter(({ family, privileged, response }) => response.allowed !== (family === "web" && !privileged));
	return {
		claim: "meanwhile every other request gets its own verdict, and what could not be judged is never allowed",
		held: answered.length > 0 && wrong.length === 0,
		figures: { requests: answered.length, "with another verdict": wrong.length },
		detail: wrong.slice(0, 5).map(({ response }) => JSON.stringify(response)),
	};
}
