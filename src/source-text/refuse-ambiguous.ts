/** What one reader takes for one thing and the next for another, and what could exhaust a reader, does not reach a policy. */
import { type Alias, type Document, isCollection, isScalar, Lexer, type Scalar, visit, type YAMLMap } from "yaml";
import type { Json } from "../admission/request.ts";
import { depthWithin, MAX_DEPTH } from "../depth.ts";
import { type Position, UnreadableText } from "./unreadable-text.ts";

/** Each costs a walk through the document; what they expand to is bounded besides. */
export const MAX_ALIASES = 100;
export const TOO_DEEP = `nested more than ${MAX_DEPTH} deep`;

/** The parser recurses: brackets are counted before it is let at them. @throws {UnreadableText} */
export function refuseDeepFlow(text: string): void {
	let depth = 0;
	for (const token of new Lexer().lex(text)) {
		if (token === "{" || token === "[") depth += 1;
		else if (token === "}" || token === "]") depth -= 1;
		if (depth > MAX_DEPTH) throw new UnreadableText(TOO_DEEP);
	}
}

/** The value counts, aliases followed, not how it was written. @throws {UnreadableText} */
export function refuseDeepValue(value: Json): void {
	if (!depthWithin(value, MAX_DEPTH)) throw new UnreadableText(TOO_DEEP);
}

/** @throws {UnreadableText} for duplicate keys, keys that are collections, aliases of themselves and numbers that JSON lacks. */
export function refuseAmbiguous(document: Document.Parsed, at: (offset: number) => Position): void {
	const refuse = (problem: string, { range }: { range?: readonly number[] | null | undefined }) => {
		throw new UnreadableText(problem, { position: at(range?.[0] ?? 0) });
	};
	let aliases = 0;
	visit(document, {
		Alias(_, alias: Alias, path) {
			aliases += 1;
			if (aliases > MAX_ALIASES) refuse(`more than ${MAX_ALIASES} YAML aliases`, alias);
			const within = path.some((ancestor) => isCollection(ancestor) && ancestor.anchor === alias.source);
			if (within) refuse(`the alias *${alias.source} contains itself`, alias);
		},
		Scalar(_, scalar: Scalar) {
			if (typeof scalar.value === "number" && !Number.isFinite(scalar.value)) refuse("a number is too large or not a number", scalar);
		},
		Map(_, map: YAMLMap) {
			const seen = new Set<string>();
			for (const { key } of map.items) {
				if (!isScalar(key)) refuse("a key is not a plain text", isCollection(key) ? key : map);
				const name = String((key as Scalar).value);
				if (seen.has(name)) refuse(`the key ${JSON.stringify(name)} stands twice in one object`, key as Scalar);
				if (name !== "<<") seen.add(name);
			}
		},
	});
}
