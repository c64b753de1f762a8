/** JSON and YAML text as plain values that still know their line and column. JSON is read as the YAML that it is. */
import { type Document, isScalar, LineCounter, parseAllDocuments } from "yaml";
import type { Json } from "../admission/request.ts";
import { locate } from "./locate.ts";
import { MAX_ALIASES, refuseAmbiguous, refuseDeepFlow, refuseDeepValue, TOO_DEEP } from "./refuse-ambiguous.ts";
import { readTags, takeLiterally } from "./tags.ts";
import { type Position, UnreadableText } from "./unreadable-text.ts";

export interface SourceDocument {
	/** Own keys only, `__proto__` included; a value behind a tag such as `!Ref` is an unknown marker, or in a template the function that it stands for. */
	readonly value: Json;
	/** Where the value at a JSON pointer (or its key) stands; of its nearest parent when it is absent. */
	position(pointer: string): Position;
}

/**
 * One document per `---`, or one per line of newline-delimited JSON; those without content are left out.
 * @throws {UnreadableText} for wrong syntax, ambiguous content (see refuse-ambiguous.ts) and nesting over 64 deep.
 */
export function readDocuments(text: string): readonly SourceDocument[] {
	const lines = linesOfJson(text);
	return lines === undefined ? parse(text, 0) : lines.flatMap(({ line, before }) => parse(line, before));
}

function parse(text: string, linesBefore: number): readonly SourceDocument[] {
	refuseDeepFlow(text);
	const lineCounter = new LineCounter();
	const at = (offset: number): Position => {
		const { line, col } = lineCounter.linePos(offset);
		return { line: Math.max(1, line) + linesBefore, column: Math.max(1, col) };
	};
	const documents = parseAllDocuments(text, {
		lineCounter,
		schema: "core",
		merge: true,
		resolveKnownTags: false,
		uniqueKeys: false,
		prettyErrors: false,
		logLevel: "silent",
	});
	return [...documents].flatMap((document) => {
		refuseErrors(document as Document.Parsed, at);
		const isEmpty = isScalar(document.contents) && document.contents.value === null && document.contents.source === "";
		return isEmpty || document.contents === null ? [] : [sourceDocument(document as Document.Parsed, at)];
	});
}

function refuseErrors({ errors: [error] }: Document.Parsed, at: (offset: number) => Position): void {
	if (error?.code === "RESOURCE_EXHAUSTION") throw new UnreadableText(TOO_DEEP);
	if (error !== undefined) throw new UnreadableText(`neither JSON nor YAML: ${error.message}`, { position: at(error.pos[0]) });
}

function sourceDocument(document: Document.Parsed, at: (offset: number) => Position): SourceDocument {
	refuseAmbiguous(document, at);
	takeLiterally(document);
	readTags(document);
	const value = toJson(document);
	refuseDeepValue(value);
	return { value, position: (pointer) => at(locate(document, pointer)) };
}

function toJson(document: Document.Parsed): Json {
	try {
		return document.toJS({ maxAliasCount: MAX_ALIASES }) as Json;
	} catch (error) {
		throw new UnreadableText(`its YAML aliases cannot be followed: ${(error as Error).message}`, { cause: error });
	}
}

/** Two or more lines, each a JSON object of its own. */
function linesOfJson(text: string): readonly { line: string; before: number }[] | undefined {
	const lines = text.split("\n").flatMap((line, before) => (line.trim() === "" ? [] : [{ line: line.trim(), before }]));
	return lines.length > 1 && lines.every(({ line }) => line.startsWith("{") && line.endsWith("}")) ? lines : undefined;
}
