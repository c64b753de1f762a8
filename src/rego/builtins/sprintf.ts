/** OPA's `sprintf`, which is Go's. */
import { type Flags, noFlags } from "./go-flags.ts";
import { type Argument, formatArgument } from "./go-format.ts";
import { quote } from "./go-quote.ts";
import { sortEntries, sortRego } from "./rego-order.ts";
import { RegoNumber, RegoObject, RegoSet, type RegoValue } from "./rego-value.ts";

/** Undefined for what is a type error in OPA. */
export function sprintf(format: RegoValue, values: RegoValue): string | undefined {
	if (typeof format !== "string" || !Array.isArray(values)) return undefined;
	return new Printer(format, values.map(argumentOf)).print();
}

/** As `ast.Value.String()` prints it: sets and objects sorted, strings quoted as Go does. */
export function printRego(value: RegoValue): string {
	if (typeof value === "string") return quote(value, '"', false);
	if (value instanceof RegoNumber) return value.text;
	if (value instanceof RegoSet) return value.members.length === 0 ? "set()" : `{${sortRego(value.members).map(printRego).join(", ")}}`;
	if (value instanceof RegoObject) {
		return `{${sortEntries(value)
			.map(([key, member]) => `${printRego(key)}: ${printRego(member)}`)
			.join(", ")}}`;
	}
	return Array.isArray(value) ? `[${value.map(printRego).join(", ")}]` : String(value);
}

function argumentOf(value: RegoValue): Argument {
	if (typeof value === "string") return { type: "string", value };
	if (!(value instanceof RegoNumber)) return { type: "string", value: printRego(value) };
	if (/[.eE]/.test(value.text)) {
		const float = Number(value.text);
		return Number.isFinite(float) ? { type: "float64", value: float } : { type: "string", value: value.text };
	}
	const integer = BigInt(value.text);
	return { type: BigInt.asIntN(64, integer) === integer ? "int64" : "*big.Int", value: integer };
}

/** fmt's doPrintf, step by step. */
class Printer {
	readonly #format: string;
	readonly #arguments: readonly Argument[];
	#at = 0;
	#next = 0;
	#reordered = false;
	#indexIsGood = true;
	#afterIndex = false;
	#out = "";

	constructor(format: string, values: readonly Argument[]) {
		this.#format = format;
		this.#arguments = values;
	}

	print(): string {
		while (this.#at < this.#format.length) {
			const percent = this.#format.indexOf("%", this.#at);
			this.#out += this.#format.slice(this.#at, percent === -1 ? undefined : percent);
			if (percent === -1) break;
			this.#at = percent + 1;
			this.#directive();
		}
		const extra = this.#reordered ? [] : this.#arguments.slice(this.#next);
		if (extra.length === 0) return this.#out;
		return `${this.#out}%!(EXTRA ${extra.map((value) => `${value.type}=${formatArgument(value, "v", noFlags())}`).join(", ")})`;
	}

	#directive(): void {
		this.#indexIsGood = true;
		this.#afterIndex = false;
		const flags = this.#flags();
		this.#index();
		flags.width = this.#width(flags);
		flags.precision = this.#precision();
		if (!this.#afterIndex) this.#index();
		const code = this.#format.codePointAt(this.#at);
		if (code === undefined) {
			this.#out += "%!(NOVERB)";
			return;
		}
		const verb = String.fromCodePoint(code);
		this.#at += verb.length;
		this.#out += this.#verb(verb, flags);
	}

	#verb(verb: string, flags: Flags): string {
		if (verb === "%") return "%";
		if (!this.#indexIsGood) return `%!${verb}(BADINDEX)`;
		const value = this.#arguments[this.#next];
		if (value === undefined) return `%!${verb}(MISSING)`;
		this.#next++;
		if (verb !== "v" && verb !== "w") return formatArgument(value, verb, flags);
		return formatArgument(value, verb, { ...flags, plus: false, sharp: false, plusV: flags.plus, sharpV: flags.sharp });
	}

	#flags(): Flags {
		const flags = noFlags();
		for (; ; this.#at++) {
			const flag = this.#format[this.#at];
			if (flag === "+") flags.plus = true;
			else if (flag === "-") flags.minus = true;
			else if (flag === "#") flags.sharp = true;
			else if (flag === " ") flags.space = true;
			else if (flag === "0") flags.zero = true;
			else return flags;
		}
	}

	#width(flags: Flags): number | undefined {
		if (this.#format[this.#at] !== "*") {
			const width = this.#number();
			if (this.#afterIndex && width !== undefined) this.#indexIsGood = false;
			return width;
		}
		this.#at++;
		this.#afterIndex = false;
		const width = this.#integerArgument();
		if (width === undefined) this.#out += "%!(BADWIDTH)";
		if (width === undefined || width >= 0) return width;
		flags.minus = true;
		flags.zero = false;
		return -width;
	}

	#precision(): number | undefined {
		if (this.#format[this.#at] !== "." || this.#at + 1 >= this.#format.length) return undefined;
		this.#at++;
		if (this.#afterIndex) this.#indexIsGood = false;
		this.#index();
		if (this.#format[this.#at] !== "*") return this.#number() ?? 0;
		this.#at++;
		this.#afterIndex = false;
		const precision = this.#integerArgument();
		if (precision !== undefined && precision >= 0) return precision;
		this.#out += "%!(BADPREC)";
		return undefined;
	}

	#integerArgument(): number | undefined {
		const value = this.#arguments[this.#next];
		if (value === undefined) return undefined;
		this.#next++;
		return value.type === "int64" && value.value <= 1_000_000n && value.value >= -1_000_000n ? Number(value.value) : undefined;
	}

	/** `[n]`: which argument comes next. */
	#index(): void {
		this.#afterIndex = false;
		if (this.#format[this.#at] !== "[") return;
		this.#reordered = true;
		const close = this.#format.indexOf("]", this.#at);
		const inside = close === -1 ? "" : this.#format.slice(this.#at + 1, close);
		this.#at = close === -1 ? this.#at + 1 : close + 1;
		const index = /^\d+$/.test(inside) ? Number(inside) - 1 : -1;
		this.#afterIndex = /^\d+$/.test(inside);
		if (index >= 0 && index < this.#arguments.length) this.#next = index;
		else this.#indexIsGood = false;
	}

	/** Digits at the cursor; past a million Go gives up on the whole format. */
	#number(): number | undefined {
		const digits = /^\d*/.exec(this.#format.slice(this.#at))?.[0] ?? "";
		if (Number(digits.slice(0, -1)) > 1_000_000) {
			this.#at = this.#format.length;
			return undefined;
		}
		this.#at += digits.length;
		return digits === "" ? undefined : Number(digits);
	}
}
