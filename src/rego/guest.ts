/**
 * One instance of a module that OPA compiled, hosted by its ABI (1.2 and later): https://www.openpolicyagent.org/docs/wasm.
 * Our own host and not the SDK's: that one hands built-ins their arguments as JSON, so `sprintf("%v", [{"a"}])` printed a set as an array.
 * After any throw the instance is spent (its stack is not unwound): discard it.
 */
import { type HostBuiltins, parseRego, RegoObject, RegoSet, type RegoValue, renderRego } from "./builtins/rego-value.ts";
import { checkAbi, type GuestExports } from "./guest-exports.ts";

/** What the policy itself raised, such as `w/x.rego:18:1: var assignment conflict`. */
export class PolicyAbort extends Error {
	override readonly name = "PolicyAbort";
}

/** The bundle calls built-ins that this host does not have; it is refused before the first question. */
export class MissingBuiltins extends Error {
	override readonly name = "MissingBuiltins";
	readonly builtins: readonly string[];
	constructor(builtins: readonly string[]) {
		super(`the bundle calls built-ins that Taskgate does not have: ${builtins.join(", ")}; write these rules without them`);
		this.builtins = builtins;
	}
}

export const PAGE_BYTES = 65_536;
/** Room for the constants of some thousand policies; untouched pages cost nothing. */
const INITIAL_PAGES = 64;

/** Nearly every policy's answer, that no rule applies; it is read so often that making a string of it shows. */
const NOTHING = '[{"result":[]}]';
const NOTHING_BYTES = Buffer.from(`${NOTHING}\0`);

export class Guest {
	/** Entrypoint name, such as `policies/workload/privileged/violation`, → its number. */
	readonly entrypoints: ReadonlyMap<string, number>;
	readonly #memory: WebAssembly.Memory;
	readonly #exports: GuestExports;
	readonly #builtins: HostBuiltins;
	readonly #builtinNames: ReadonlyMap<number, string>;
	readonly #context: number;
	readonly #base: number;
	#bytes: Buffer;

	/** Throws MissingBuiltins, LinkError, or an Error for an ABI that is not 1.2 or later. */
	constructor(module: WebAssembly.Module, builtins: HostBuiltins, maxMemoryPages: number) {
		this.#memory = new WebAssembly.Memory({ initial: Math.min(INITIAL_PAGES, maxMemoryPages), maximum: maxMemoryPages });
		this.#bytes = Buffer.from(this.#memory.buffer);
		this.#builtins = builtins;
		const instance = new WebAssembly.Instance(module, { env: this.#imports() });
		this.#exports = instance.exports as unknown as GuestExports;
		checkAbi(this.#exports);
		this.#builtinNames = this.#names(this.#exports.builtins());
		const missing = [...this.#builtinNames.values()].filter((name) => !Object.hasOwn(builtins, name));
		if (missing.length > 0) throw new MissingBuiltins(missing.toSorted());
		this.entrypoints = new Map(Array.from(this.#names(this.#exports.entrypoints()), ([number, name]) => [name, number]));
		this.#context = this.#exports.opa_eval_ctx_new();
		this.#exports.opa_eval_ctx_set_data(this.#context, this.parse("{}"));
		this.#base = this.#exports.opa_heap_ptr_get();
	}

	get memoryBytes(): number {
		return this.#memory.buffer.byteLength;
	}

	/** Everything allocated from here on goes at the next `reset` to this mark. */
	mark(): number {
		return this.#exports.opa_heap_ptr_get();
	}

	/** Without a mark: back to the state after start. What rules came to is forgotten. */
	reset(mark: number = this.#base): void {
		this.#exports.opa_heap_ptr_set(mark);
		this.#exports.opa_memoize_init?.();
	}

	/** Whether what rules came to is remembered until the next `reset`: then all that is evaluated until then must have the same input. */
	get remembers(): boolean {
		return this.#exports.opa_memoize_init !== undefined;
	}

	/** `json` must be the output of JSON.stringify: the module's own parser lets trailing garbage through. Returns the value's address. */
	parse(json: string): number {
		return this.#read(json, this.#exports.opa_json_parse);
	}

	/** Puts `member` into an object of the module, by reference. `path` is the address of an array of keys. */
	put(object: number, path: number, member: number): void {
		const error = this.#exports.opa_value_add_path(object, path, member);
		if (error !== 0) throw new Error(`the module refused a part of the input (error ${error})`);
	}

	/** The JSON text of the result set: `[]` is undefined. */
	evaluate(entrypoint: number, input: number): string {
		this.#exports.opa_eval_ctx_set_input(this.#context, input);
		this.#exports.opa_eval_ctx_set_entrypoint(this.#context, entrypoint);
		if (this.#exports.eval(this.#context) !== 0) throw new Error("the module gave up without saying why");
		const dump = this.#exports.opa_json_dump(this.#exports.opa_eval_ctx_get_result(this.#context));
		const bytes = this.#view();
		return NOTHING_BYTES.every((byte, i) => bytes[dump + i] === byte) ? NOTHING : this.#text(dump);
	}

	/** Whether a set is anywhere in what was evaluated last: JSON shows it as an array, in an order of the module's own. */
	hasSet(): boolean {
		const dump = parseRego(this.#text(this.#exports.opa_value_dump(this.#exports.opa_eval_ctx_get_result(this.#context))));
		return membersOf(dump).some(holdsSet);
	}

	#imports(): Readonly<Record<string, unknown>> {
		const call = (id: number, _context: number, ...values: number[]): number => this.#call(id, values);
		return {
			memory: this.#memory,
			opa_abort: (address: number) => {
				throw new PolicyAbort(this.#text(address));
			},
			opa_builtin0: call,
			opa_builtin1: call,
			opa_builtin2: call,
			opa_builtin3: call,
			opa_builtin4: call,
		};
	}

	#call(id: number, addresses: readonly number[]): number {
		const name = this.#builtinNames.get(id) ?? "";
		const builtin = this.#builtins[name];
		if (builtin === undefined) throw new MissingBuiltins([name]);
		const values = addresses.map((address) => {
			const dump = this.#exports.opa_value_dump(address);
			const value = parseRego(this.#text(dump));
			this.#exports.opa_free(dump);
			return value;
		});
		let answer: string | undefined;
		try {
			const result = builtin(...values);
			answer = result === undefined ? undefined : renderRego(result);
		} catch (error) {
			throw new Error(`built-in ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
		}
		return answer === undefined ? 0 : this.#read(answer, this.#exports.opa_value_parse);
	}

	#read(text: string, parse: (address: number, bytes: number) => number): number {
		const length = Buffer.byteLength(text);
		const address = this.#exports.opa_malloc(length);
		this.#view().write(text, address, length, "utf8");
		const value = parse(address, length);
		this.#exports.opa_free(address);
		if (value === 0) throw new Error("the module could not read a value that was given to it");
		return value;
	}

	/** The C string at `address`. */
	#text(address: number): string {
		if (address === 0) throw new Error("the module could not write a value");
		const bytes = this.#view();
		return bytes.toString("utf8", address, bytes.indexOf(0, address));
	}

	/** Growth detaches the old buffer. */
	#view(): Buffer {
		if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = Buffer.from(this.#memory.buffer);
		return this.#bytes;
	}

	#names(map: number): ReadonlyMap<number, string> {
		const numbers: Record<string, number> = JSON.parse(this.#text(this.#exports.opa_json_dump(map)));
		return new Map(Object.entries(numbers).map(([name, number]) => [number, name]));
	}
}

/** The result set itself is one. */
function membersOf(value: RegoValue): readonly RegoValue[] {
	if (value instanceof RegoSet) return value.members;
	if (value instanceof RegoObject) return value.entries.flat();
	return Array.isArray(value) ? value : [];
}

function holdsSet(value: RegoValue): boolean {
	return value instanceof RegoSet || membersOf(value).some(holdsSet);
}
