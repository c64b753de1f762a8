/** What more policies, more containers and more text cost: ten policies of the library, then the same again under other names; larger definitions. */
import { fileURLToPath } from "node:url";
import { ensureCompiler } from "../scripts/build-compiler.ts";
import type { Question } from "../src/admission/policy.ts";
import type { AdmissionRequest, JsonObject } from "../src/admission/request.ts";
import { readBundle } from "../src/rego/bundle.ts";
import { openCompiler, type RegoCompiler } from "../src/rego/compiler.ts";
import { openEngine } from "../src/rego/engine.ts";
import type { PolicyEngine } from "../src/rego/policy-engine.ts";
import { buildPolicies, readPolicySources } from "../src/rego/policy-sources.ts";
import { figure, type Side } from "./figure.ts";
import { CASES, type Case, NOW, runTask, taskDefinition } from "./requests.ts";
import { calling, inTurns, type Rounds } from "./rounds.ts";

const POLICIES = fileURLToPath(new URL("../policies", import.meta.url));
const TEN = [
	...["privileged", "capabilities", "host-pid", "host-ipc", "docker-socket", "host-paths", "devices"].map((name) => `workload/${name}`),
	...["workload/read-only-root", "workload/non-root-user", "network/host-network"],
];
const COPIES = [1, 10, 100];
/** ECS takes ten; a hundred come with a generated template. */
const CONTAINERS = [1, 3, 10, 100];
/** Of the request as JSON, which is two by itself; ECS takes task definitions of up to 64 KiB. */
const KILOBYTES = [2.5, 10, 60];

export async function growth(rounds: Rounds, print: (line: string) => void): Promise<void> {
	const compiler = openCompiler(await ensureCompiler());
	const libraries = [];
	for (const copies of COPIES) libraries.push(await libraryOf(compiler, copies));
	await compiler.close();
	print(
		`# growth: the same ten policies ${COPIES.join(", ")} times over; policy.wasm has ${libraries.map(({ bytes }) => bytes).join(", ")} bytes`,
	);
	for (const which of CASES) await byPolicies(libraries, which, rounds, print);
	const [ten] = libraries;
	for (const which of CASES) await byContainers(ten!, which, rounds, print);
	for (const which of CASES) await byText(ten!, which, rounds, print);
	for (const { engine } of libraries) await engine.close();
}

interface Library {
	readonly engine: PolicyEngine;
	readonly questions: readonly Question[];
	readonly bytes: number;
}

async function libraryOf(compiler: RegoCompiler, copies: number): Promise<Library> {
	const sources = await readPolicySources(POLICIES, "policies/");
	const files = Object.fromEntries(
		Object.entries(sources).filter(([path]) => path.startsWith("policies/lib/") && !path.endsWith("_test.rego")),
	);
	for (let copy = 0; copy < copies; copy++) {
		for (const id of TEN) {
			files[`policies/copy${copy}/${id}.rego`] = sources[`policies/${id}.rego`]!.replace(
				/^package policies\./m,
				`package policies.copy${copy}.`,
			);
		}
	}
	const bundle = await readBundle(await buildPolicies(compiler, files));
	const questions = bundle.policies.map(({ id }) => ({ constraint: id, policy: id, parameters: {} }));
	return { engine: await openEngine(bundle), questions, bytes: bundle.wasm.byteLength };
}

async function byPolicies(libraries: readonly Library[], which: Case, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const request = runTask(which);
	const subjects = libraries.map(({ engine, questions }) =>
		calling(`${questions.length} policies`, 4000 / questions.length, () => engine.evaluate(request, NOW, questions)),
	);
	const [least, ...more] = await inTurns(subjects, rounds);
	for (const side of more) print(figure(`${side.name}, ${which}, to ${least!.name}`, side, least!, "µs"));
}

async function byContainers(library: Library, which: Case, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const sized = CONTAINERS.map((count) => [`${count} ${count === 1 ? "container" : "containers"}`, withContainers(which, count)] as const);
	await bySize(library, sized, `policies on %, ${which}`, rounds, print);
}

async function byText(library: Library, which: Case, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const sized = KILOBYTES.map((size) => [`${size} KB`, withText(which, size * 1_000)] as const);
	await bySize(library, sized, `policies on a request of %, one container, ${which}`, rounds, print);
}

/** Each by the first; `%` in what is printed is its name. */
async function bySize(
	{ engine, questions }: Library,
	sized: readonly (readonly [name: string, request: AdmissionRequest])[],
	what: string,
	rounds: Rounds,
	print: (line: string) => void,
): Promise<void> {
	const subjects = sized.map(([name, request]) => calling(name, 400, () => engine.evaluate(request, NOW, questions)));
	const [least, ...more] = (await inTurns(subjects, rounds)) as readonly [Side, ...Side[]];
	for (const side of more) print(figure(`${questions.length} ${what.replace("%", side.name)}, to ${least.name}`, side, least, "µs"));
}

function withContainers(which: Case, count: number): AdmissionRequest {
	const definition = taskDefinition(which);
	const containers = definition.containerDefinitions as readonly JsonObject[];
	const containerDefinitions = Array.from({ length: count }, (_, i) => ({ ...containers[i % containers.length], name: `app${i}` }));
	return { ...runTask(which), context: { taskDefinition: { ...definition, containerDefinitions }, source: "ecs" } };
}

/** One container, and values in its environment until the whole is as large. */
function withText(which: Case, bytes: number): AdmissionRequest {
	const small = withContainers(which, 1);
	const { taskDefinition: definition } = small.context as { readonly taskDefinition: JsonObject };
	const [container] = definition.containerDefinitions as readonly JsonObject[];
	const missing = Math.max(0, bytes - JSON.stringify(small).length);
	const environment = Array.from({ length: Math.ceil(missing / 100) }, (_, i) => ({ name: `SETTING_${i}`, value: "v".repeat(66) }));
	const containerDefinitions = [{ ...container, environment }];
	return { ...small, context: { taskDefinition: { ...definition, containerDefinitions }, source: "ecs" } };
}
