/** A bundle's module asked with whole input documents, as OPA's own evaluator is: for comparing the two, and for measuring. */
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import { unpackArchive } from "./bundle-archive.ts";
import { DEFAULT_LIMITS } from "./engine.ts";
import { Guest } from "./guest.ts";
import { wellFormedJson } from "./wellformed-json.ts";

/** `value` is absent when the rule is undefined; `failure` says why it answered nothing at all. */
export type ModuleAnswer = { readonly value?: unknown } | { readonly failure: string };

export class PolicyModule {
	readonly #module: WebAssembly.Module;
	#guest: Guest | undefined;

	private constructor(module: WebAssembly.Module) {
		this.#module = module;
	}

	/** Throws BundleError, MissingBuiltins. */
	static async open(bundle: Uint8Array): Promise<PolicyModule> {
		const wasm = (await unpackArchive(bundle)).get("policy.wasm");
		if (wasm === undefined) throw new Error("the bundle has no policy.wasm");
		const opened = new PolicyModule(await WebAssembly.compile(wasm));
		opened.#live();
		return opened;
	}

	/** `policies/workload/privileged/violation`, … */
	get entrypoints(): readonly string[] {
		return [...this.#live().entrypoints.keys()].sort();
	}

	ask(entrypoint: string, input: object): ModuleAnswer {
		try {
			const [first] = JSON.parse(this.prepare(entrypoint, input)()) as readonly { readonly result: unknown }[];
			return first === undefined ? {} : { value: first.result };
		} catch (error) {
			this.#guest = undefined;
			return { failure: error instanceof Error ? error.message : String(error) };
		}
	}

	/** The input parsed once; each call of what is returned evaluates it anew, until the next `prepare` or `ask`. */
	prepare(entrypoint: string, input: object): () => string {
		const guest = this.#live();
		const number = guest.entrypoints.get(entrypoint);
		if (number === undefined) throw new Error(`the module has no entrypoint ${entrypoint}`);
		guest.reset();
		const address = guest.parse(wellFormedJson(input));
		const mark = guest.mark();
		return () => {
			guest.reset(mark);
			return guest.evaluate(number, address);
		};
	}

	#live(): Guest {
		this.#guest ??= new Guest(this.#module, HOST_BUILTINS, DEFAULT_LIMITS.maxMemoryPages);
		return this.#guest;
	}
}
