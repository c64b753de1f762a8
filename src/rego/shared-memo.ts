/**
 * OPA's modules remember what a rule came to, but forget it whenever `eval` begins: its first instruction calls `opa_memoize_init`.
 * Here that call is taken out of `eval` and exported instead, so that the host says when to forget (guest.ts), and what many policies
 * ask of one request is worked out once. docs/decisions/0015 has the measurement.
 */
import { numberBytes, readNumber } from "./leb128.ts";

const FORGET = "opa_memoize_init";

const HEADER_BYTES = 8;
const SECTION = { custom: 0, imports: 2, exports: 7, code: 10 } as const;
const FUNCTION_NAMES = 1;
const FUNCTION = 0;
const CALL = 0x10;
const NOP = 0x01;

interface Section {
	readonly id: number;
	readonly start: number;
	readonly body: number;
	readonly end: number;
}

/** Throws WebAssembly.CompileError for what is no module. */
export async function compileSharing(module: Uint8Array): Promise<WebAssembly.Module> {
	return await WebAssembly.compile(shareMemo(module) ?? module);
}

/** A copy that leaves forgetting to the host; undefined for a module that does not begin to evaluate as OPA's do. */
export function shareMemo(module: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	const sections = sectionsOf(module);
	if (sections.some(({ end }) => end > module.length)) return undefined;
	const [imports, exports, code] = [SECTION.imports, SECTION.exports, SECTION.code].map((id) => sections.find((each) => each.id === id));
	if (!imports || !exports || !code) return undefined;
	const exported = exportedFunctions(module, exports);
	const evaluate = exported.get("eval");
	if (evaluate === undefined || exported.has(FORGET)) return undefined;
	const call = firstInstruction(module, code, evaluate - importedFunctions(module, imports));
	if (module[call] !== CALL) return undefined;
	const forget = readNumber(module, call + 1);
	if (nameOf(module, sections, forget.value) !== FORGET) return undefined;
	const entry = [...textBytes(FORGET), FUNCTION, ...numberBytes(forget.value)];
	const count = readNumber(module, exports.body);
	const body = Buffer.concat([Buffer.from(numberBytes(count.value + 1)), module.subarray(count.end, exports.end), Buffer.from(entry)]);
	const changed = Buffer.from(module).fill(NOP, call, forget.end);
	return Buffer.concat([
		changed.subarray(0, exports.start),
		Buffer.from([SECTION.exports, ...numberBytes(body.length)]),
		body,
		changed.subarray(exports.end),
	]);
}

function sectionsOf(module: Uint8Array): readonly Section[] {
	const sections: Section[] = [];
	for (let start = HEADER_BYTES; start < module.length; ) {
		const size = readNumber(module, start + 1);
		const end = size.end + size.value;
		sections.push({ id: module[start] ?? 0, start, body: size.end, end });
		start = end;
	}
	return sections;
}

/** Name → number of the function. */
function exportedFunctions(module: Uint8Array, { body, end }: Section): ReadonlyMap<string, number> {
	const exported = new Map<string, number>();
	for (let at = readNumber(module, body).end; at < end; ) {
		const name = readText(module, at);
		const index = readNumber(module, name.end + 1);
		if (module[name.end] === FUNCTION) exported.set(name.text, index.value);
		at = index.end;
	}
	return exported;
}

/** Functions are numbered from the imported ones on. OPA imports, besides these, only its memory, which is { flags, minimum, maximum? }. */
function importedFunctions(module: Uint8Array, { body, end }: Section): number {
	let functions = 0;
	for (let at = readNumber(module, body).end; at < end; ) {
		const kind = readText(module, readText(module, at).end).end;
		const first = readNumber(module, kind + 1);
		if (module[kind] === FUNCTION) functions++;
		at = first.end;
		for (let limits = module[kind] === FUNCTION ? 0 : 1 + (first.value & 1); limits > 0; limits--) at = readNumber(module, at).end;
	}
	return functions;
}

/** Of the function at this place of the code section, after the locals that it declares: each a count and a type. */
function firstInstruction(module: Uint8Array, { body, end }: Section, place: number): number {
	let at = readNumber(module, body).end;
	for (let i = 0; i < place && at < end; i++) {
		const size = readNumber(module, at);
		at = size.end + size.value;
	}
	const declared = readNumber(module, readNumber(module, at).end);
	at = declared.end;
	for (let i = 0; i < declared.value && at < end; i++) at = readNumber(module, at).end + 1;
	return at;
}

/** What the custom section `name` calls a function. */
function nameOf(module: Uint8Array, sections: readonly Section[], wanted: number): string | undefined {
	const names = sections.find(({ id, body }) => id === SECTION.custom && readText(module, body).text === "name");
	if (names === undefined) return undefined;
	for (let at = readText(module, names.body).end; at < names.end; ) {
		const size = readNumber(module, at + 1);
		const end = Math.min(size.end + size.value, names.end);
		for (let entry = readNumber(module, size.end).end; module[at] === FUNCTION_NAMES && entry < end; ) {
			const index = readNumber(module, entry);
			const name = readText(module, index.end);
			if (index.value === wanted) return name.text;
			entry = name.end;
		}
		at = end;
	}
	return undefined;
}

function readText(module: Uint8Array, start: number): { readonly text: string; readonly end: number } {
	const length = readNumber(module, start);
	const end = length.end + length.value;
	return { text: Buffer.from(module.subarray(length.end, end)).toString(), end };
}

function textBytes(text: string): readonly number[] {
	const bytes = Buffer.from(text);
	return [...numberBytes(bytes.length), ...bytes];
}
