/** One request against many policies with its input parsed once; whatever a policy raises costs that policy alone. */
import type { Question } from "../admission/policy.ts";
import type { HostBuiltins } from "./builtins/rego-value.ts";
import { Guest, PAGE_BYTES, PolicyAbort } from "./guest.ts";
import { readPatch } from "./patches.ts";
import { type Answers, type Entrypoints, RULES, type Rule } from "./rules.ts";
import { failed, readViolations } from "./violations.ts";
import { wellFormedJson } from "./wellformed-json.ts";

export interface JudgeLimits {
	/** Of 64 KiB. What needs more fails. */
	readonly maxMemoryPages: number;
	/** An instance that grew beyond this many bytes is not used again: its memory never shrinks. */
	readonly recycleAboveBytes: number;
}

/** What is asked of policies about one request. */
export interface Asking {
	/** wellFormedJson of an AdmissionRequest. */
	readonly request: string;
	readonly now: string;
	readonly questions: readonly Question[];
}

const READ: { readonly [Asked in Rule]: (resultSet: string, question: Question) => Answers[Asked] } = {
	violation: readViolations,
	patch: readPatch,
};

/** By one question after the other; then all is forgotten. So none finds much less memory than it would alone. */
const MOST_REMEMBERED_BYTES = 2 ** 20;

const ORDERLESS = "patch holds a set, which has no order; write arrays, such as `patch := [operation | …]`";

export class Judge {
	readonly #module: WebAssembly.Module;
	readonly #entrypoints: Entrypoints;
	readonly #builtins: HostBuiltins;
	readonly #limits: JudgeLimits;
	#guest: Guest | undefined;
	#judging = false;

	/** Throws MissingBuiltins, or an Error for a module that is not OPA's or lacks an entrypoint. */
	constructor(module: WebAssembly.Module, entrypoints: Entrypoints, builtins: HostBuiltins, limits: JudgeLimits) {
		this.#module = module;
		this.#entrypoints = entrypoints;
		this.#builtins = builtins;
		this.#limits = limits;
		const known = this.#live().entrypoints;
		const lost = RULES.flatMap((rule) => [...entrypoints[rule]]).filter(([, name]) => !known.has(name));
		if (lost.length > 0)
			throw new Error(`the bundle's module has no entrypoint for ${lost.map(([policy]) => policy).join(", ")}: build it again`);
	}

	/** Of the instance at hand; 0 when the next request gets a new one. */
	get memoryBytes(): number {
		return this.#guest?.memoryBytes ?? 0;
	}

	/**
	 * One answer per question, in order; never throws.
	 * `begin` hears the index of each question before it is judged.
	 */
	judge<Asked extends Rule>(rule: Asked, asking: Asking, begin?: (index: number) => void): Answers[Asked][] {
		const { questions } = asking;
		if (this.#judging) return questions.map((question) => failed(question, "a built-in asked the engine while it was judging"));
		this.#judging = true;
		try {
			return this.#judgeAll(rule, asking, begin);
		} finally {
			this.#judging = false;
			if (this.memoryBytes > this.#limits.recycleAboveBytes) this.#guest = undefined;
		}
	}

	#judgeAll<Asked extends Rule>(rule: Asked, { request, now, questions }: Asking, begin?: (index: number) => void): Answers[Asked][] {
		let input: Input | string | undefined;
		const parameters = questions.map(parametersOf);
		const judgeOne = (index: number, question: Question): Answers[Asked] => {
			begin?.(index);
			const name = this.#entrypoints[rule].get(question.policy);
			if (name === undefined)
				return failed(question, `the bundle has no ${rule === "patch" ? "patch of the policy" : "policy"} ${question.policy}`);
			input ??= this.#read(request, now);
			if (typeof input === "string") return failed(question, input);
			try {
				const answer = input.evaluate(name, parameters[index] ?? wellFormedJson(question.parameters));
				return rule === "patch" && input.hasSet() ? failed(question, ORDERLESS) : READ[rule](answer, question);
			} catch (error) {
				input = undefined;
				this.#guest = undefined;
				return failed(question, this.#reason(error));
			}
		};
		const answers: Answers[Asked][] = [];
		for (const [index, question] of alikeTogether(questions, parameters)) answers[index] = judgeOne(index, question);
		return answers;
	}

	/** Why the request cannot be read, when it cannot: then no policy can say anything, and none is tried. */
	#read(request: string, now: string): Input | string {
		try {
			return new Input(this.#live(), request, now);
		} catch (error) {
			this.#guest = undefined;
			return `the request could not be read: ${this.#reason(error)}`;
		}
	}

	#live(): Guest {
		this.#guest ??= new Guest(this.#module, this.#builtins, this.#limits.maxMemoryPages);
		return this.#guest;
	}

	#reason(error: unknown): string {
		if (error instanceof RangeError) return `the request or a policy's answer is nested too deeply, or too large (${error.message})`;
		if (error instanceof PolicyAbort && error.message === "opa_malloc: failed") {
			return `it needs more than ${(this.#limits.maxMemoryPages * PAGE_BYTES) / 2 ** 20} MiB of memory for this request`;
		}
		if (error instanceof PolicyAbort) return error.message;
		return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	}
}

/** Their text; undefined for what JSON cannot say, which fails when its turn comes. */
function parametersOf({ parameters }: Question): string | undefined {
	try {
		return wellFormedJson(parameters);
	} catch {
		return undefined;
	}
}

/** Each with its index, the same parameters one after the other: what their policies have in common is then worked out once. */
function alikeTogether(
	questions: readonly Question[],
	parameters: readonly (string | undefined)[],
): readonly (readonly [number, Question])[] {
	return [...Map.groupBy(questions.entries(), ([index]) => parameters[index]).values()].flat();
}

/**
 * The parsed request, and the `input` object that points at it: another one for each set of parameters.
 * Nothing below a mark ever points above it, so going back to it is safe.
 */
class Input {
	readonly #guest: Guest;
	readonly #now: string;
	readonly #request: number;
	readonly #path: number;
	readonly #requestEnd: number;
	#parameters: string | undefined;
	#input = 0;
	#inputEnd = 0;

	constructor(guest: Guest, request: string, now: string) {
		if (!request.startsWith("{")) throw new Error("the request is not a JSON object");
		this.#guest = guest;
		this.#now = JSON.stringify(now);
		guest.reset();
		this.#request = guest.parse(request);
		this.#path = guest.parse('["request"]');
		this.#requestEnd = guest.mark();
	}

	/** Once evaluated with the same parameters, what rules came to is still known. */
	evaluate(entrypoint: string, parameters: string): string {
		const number = this.#guest.entrypoints.get(entrypoint);
		if (number === undefined) throw new Error(`the module has no entrypoint ${entrypoint}`);
		if (parameters !== this.#parameters) this.#give(parameters);
		else if (!this.#guest.remembers || this.#guest.mark() - this.#inputEnd > MOST_REMEMBERED_BYTES) this.#guest.reset(this.#inputEnd);
		return this.#guest.evaluate(number, this.#input);
	}

	hasSet(): boolean {
		return this.#guest.hasSet();
	}

	#give(parameters: string): void {
		this.#guest.reset(this.#requestEnd);
		this.#input = this.#guest.parse(`{"now":${this.#now},"parameters":${parameters},"request":null}`);
		this.#guest.put(this.#input, this.#path, this.#request);
		this.#parameters = parameters;
		this.#inputEnd = this.#guest.mark();
	}
}
