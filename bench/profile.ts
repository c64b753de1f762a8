/** Where the time of an evaluation goes: what a question costs whatever its policy, what the module does for the rest, and which policies cost most. */
import { openBuiltIn } from "../src/rego/built-in-bundle.ts";
import { openEngine } from "../src/rego/engine.ts";
import { type Stack, sampled } from "./cpu-profile.ts";
import { restrictedOf } from "./evaluation.ts";
import { CASES, NOW, runTask } from "./requests.ts";
import { inTurns, type Rounds, spending } from "./rounds.ts";

/** Any that finds nothing in the compliant request. */
const PLAIN = "workload/privileged";
const POLICY = /^g0\.data\.policies\.(.+)\.violation$/;
const COSTLIEST = 10;

/** The first that a stack fits; the names are those of OPA's runtime, of the rules (`g0.data.…`) and of src/rego. */
const PARTS: readonly (readonly [part: string, fits: RegExp])[] = [
	["regular expressions and globs", /^(opa_regex_|opa_glob_|glob_)/],
	["built-ins of the host", /^#call$/],
	["answers written, read and sorted", /^(opa_json_dump|readViolations)$/],
	["the request written and read", /^(opa_json_parse|wellFormedJson|parametersOf|#with)$/],
	["rules remembered and looked up again", /^opa_memoize_/],
	[
		"rules: members looked up and compared",
		/^(opa_value_(get|iter|compare|hash|type|length)|opa_object_get|builtin_(object_get|member.*)|opa_cmp_.*)$/,
	],
	[
		"rules: sets, objects, arrays and messages built",
		/^(opa_set.*|opa_object.*|__opa_object.*|opa_array.*|opa_template_string|opa_number_.*)$/,
	],
	["rules: texts and numbers", /^opa_(strings|arith|agg|types)_/],
	["rules: their own code, and what else", /^eval$/],
	["host", /^/],
];

export async function profile(rounds: Rounds, print: (line: string) => void): Promise<void> {
	const bundle = await openBuiltIn();
	const engine = await openEngine(bundle);
	const questions = await restrictedOf(bundle);
	const same = questions.map(({ constraint }) => ({ constraint, policy: PLAIN, parameters: {} }));
	for (const which of CASES) {
		const request = runTask(which);
		const sides = await inTurns(
			[
				spending("a JSON round trip", 2000, () => JSON.parse(JSON.stringify(request))),
				spending("no policy", 1000, () => engine.evaluate(request, NOW, [])),
				spending("one policy", 1000, () => engine.evaluate(request, NOW, same.slice(0, 1))),
				spending(`one policy asked ${same.length} times`, 400, () => engine.evaluate(request, NOW, same)),
				spending(`${questions.length} policies`, 200, () => engine.evaluate(request, NOW, questions)),
			],
			rounds,
		);
		const [json] = sides;
		for (const { name, rounds: took } of sides) {
			const ratio = middle(took.map((each, i) => each / (json?.rounds[i] ?? Number.NaN)));
			print(`${which}, ${name}: ${middle(took).toFixed(1)} µs of a processor, ${ratio.toFixed(1)} JSON round trips`);
		}
		const stacks = await sampled(async () => {
			for (let i = 0; i < 100 * rounds.counted; i++) await engine.evaluate(request, NOW, questions);
		});
		const seen = stacks.filter((names) => names.includes("judge"));
		for (const [part, share] of shares(seen, partOf)) print(`${which}, ${part}: ${percent(share)}`);
		for (const [policy, share] of shares(seen, policyOf).slice(0, COSTLIEST)) print(`${which}, policy ${policy}: ${percent(share)}`);
	}
	await engine.close();
}

function partOf(names: Stack): string {
	return PARTS.find(([, fits]) => names.some((name) => fits.test(name)))?.[0] ?? "";
}

function policyOf(names: Stack): string | undefined {
	return names.findLast((name) => POLICY.test(name))?.replace(POLICY, "$1");
}

/** Of all the time, largest first. */
function shares(stacks: readonly Stack[], keyOf: (stack: Stack) => string | undefined): readonly (readonly [string, number])[] {
	const sums = new Map<string, number>();
	for (const stack of stacks) {
		const key = keyOf(stack);
		if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + 1 / stacks.length);
	}
	return [...sums].sort(([, a], [, b]) => b - a);
}

function middle(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}
