/** Rego values outside the module: what JSON cannot say (sets, keys that are not strings, the text of a number) is kept. */
export type RegoValue = null | boolean | string | RegoNumber | readonly RegoValue[] | RegoSet | RegoObject;

/** A number as Rego wrote it: `1.0` and `1` are equal but print differently, and 2^53+1 is exact. */
export class RegoNumber {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

export class RegoSet {
	readonly members: readonly RegoValue[];
	constructor(members: readonly RegoValue[]) {
		this.members = members;
	}
}

export class RegoObject {
	readonly entries: readonly (readonly [RegoValue, RegoValue])[];
	constructor(entries: readonly (readonly [RegoValue, RegoValue])[]) {
		this.entries = entries;
	}
}

/** A built-in as the module calls it; `undefined` makes the calling expression undefined, as a type error does in OPA. */
export type HostBuiltin = (...args: RegoValue[]) => RegoValue | undefined;
export type HostBuiltins = Readonly<Record<string, HostBuiltin>>;

/** Reads what `opa_value_dump` wrote. Throws SyntaxError for anything else. */
export function parseRego(text: string): RegoValue {
	const reader = new Reader(text);
	const value = reader.value();
	reader.end();
	return value;
}

class Reader {
	#at = 0;
	readonly #text: string;
	constructor(text: string) {
		this.#text = text;
	}

	value(): RegoValue {
		const start = this.#at;
		switch (this.#text[start]) {
			case '"':
				return this.#string(start);
			case "[":
				return this.#list("]");
			case "{":
				return this.#objectOrSet();
			case "s":
				return this.#word("set()", new RegoSet([]));
			case "n":
				return this.#word("null", null);
			case "t":
				return this.#word("true", true);
			case "f":
				return this.#word("false", false);
			default:
				return this.#number(start);
		}
	}

	end(): void {
		if (this.#at !== this.#text.length) this.#fail();
	}

	#string(start: number): string {
		let end = start + 1;
		while (this.#text[end] !== '"') {
			if (end >= this.#text.length) this.#fail();
			end += this.#text[end] === "\\" ? 2 : 1;
		}
		this.#at = end + 1;
		return JSON.parse(this.#text.slice(start, this.#at));
	}

	#number(start: number): RegoNumber {
		let end = start;
		while (/[-+.\deE]/.test(this.#text[end] ?? "")) end++;
		if (end === start) this.#fail();
		this.#at = end;
		return new RegoNumber(this.#text.slice(start, end));
	}

	#list(close: string): RegoValue[] {
		const members: RegoValue[] = [];
		this.#at++;
		if (this.#take(close)) return members;
		do members.push(this.value());
		while (this.#take(", "));
		if (!this.#take(close)) this.#fail();
		return members;
	}

	#objectOrSet(): RegoObject | RegoSet {
		this.#at++;
		if (this.#take("}")) return new RegoObject([]);
		const first = this.value();
		if (!this.#take(": ")) {
			const members = [first];
			while (this.#take(", ")) members.push(this.value());
			if (!this.#take("}")) this.#fail();
			return new RegoSet(members);
		}
		const entries: [RegoValue, RegoValue][] = [[first, this.value()]];
		while (this.#take(", ")) {
			const key = this.value();
			if (!this.#take(": ")) this.#fail();
			entries.push([key, this.value()]);
		}
		if (!this.#take("}")) this.#fail();
		return new RegoObject(entries);
	}

	#word<Value>(word: string, value: Value): Value {
		if (!this.#take(word)) this.#fail();
		return value;
	}

	#take(expected: string): boolean {
		if (!this.#text.startsWith(expected, this.#at)) return false;
		this.#at += expected.length;
		return true;
	}

	#fail(): never {
		throw new SyntaxError(`not a Rego value at offset ${this.#at}`);
	}
}

/** What `opa_value_parse` reads. Throws TypeError for what is not a Rego value (a Promise, a function, a number of JavaScript). */
export function renderRego(value: RegoValue): string {
	if (value === null || typeof value === "boolean") return String(value);
	if (typeof value === "string") return JSON.stringify(value.toWellFormed());
	if (value instanceof RegoNumber) return value.text;
	if (Array.isArray(value)) return `[${value.map(renderRego).join(",")}]`;
	if (value instanceof RegoSet) return value.members.length === 0 ? "set()" : `{${value.members.map(renderRego).join(",")}}`;
	if (value instanceof RegoObject) return `{${value.entries.map(([key, member]) => `${renderRego(key)}:${renderRego(member)}`).join(",")}}`;
	throw new TypeError(`returned ${Object.prototype.toString.call(value)}, which is not a Rego value`);
}
