/** JSON text that OPA's parser takes: lone surrogates, which abort it, become U+FFFD as they do in Go. */

/** Throws TypeError for what JSON cannot say (a BigInt, a cycle) and RangeError for what is nested too deeply. */
export function wellFormedJson(value: object): string {
	if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) throw new TypeError("bytes are not an object");
	const text = JSON.stringify(value);
	if (text === undefined) throw new TypeError("not a JSON value");
	// JSON.stringify escapes lone surrogates and nothing else as \ud8… to \udf…, so nearly every text is done here.
	return text.includes("\\ud") ? JSON.stringify(mended(JSON.parse(text))) : text;
}

/** Entries are defined, never assigned: `__proto__` is a key like any other. */
function mended(value: unknown): unknown {
	if (typeof value === "string") return value.toWellFormed();
	if (Array.isArray(value)) return value.map(mended);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), mended(member)]));
}
