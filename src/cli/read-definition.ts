/** The body that `register` is given, as the AWS CLI takes it: a file, `file://…`, the text itself, or standard input. */
import { fileURLToPath, pathToFileURL } from "node:url";
import type { JsonObject } from "../admission/request.ts";
import { readBounded } from "../check/read-bounded.ts";
import { isObject } from "../ecs/api-shape.ts";
import { readDocuments, type SourceDocument } from "../source-text/source-document.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { UsageError } from "./usage-error.ts";

const MOST_BYTES = 2 * 1024 * 1024;

export interface Definition {
	/** For messages. */
	readonly source: string;
	readonly body: JsonObject;
	/** As it was given. */
	readonly text: string;
	/** Where the value at a JSON pointer stands. */
	readonly position: SourceDocument["position"];
}

/** JSON or YAML. @throws {UsageError} */
export async function readDefinition(given: string): Promise<Definition> {
	const source = nameOf(given);
	const text = given.trimStart().startsWith("{") ? given : await textOf(given, source);
	try {
		const [document, ...more] = readDocuments(text);
		if (document === undefined || more.length > 0) throw new UsageError(`${source} must hold one task definition, and no more`);
		if (!isObject(document.value)) throw new UsageError(`${source} must hold the body of RegisterTaskDefinition, an object`);
		return { source, body: document.value, text, position: document.position };
	} catch (error) {
		if (error instanceof UnreadableText) throw new UsageError(`${source} cannot be read: ${error.message}`, { cause: error });
		throw error;
	}
}

function nameOf(given: string): string {
	if (given === "-") return "standard input";
	return given.trimStart().startsWith("{") ? "--cli-input-json" : pathOf(given);
}

/** As the AWS CLI has it, what follows `file://` may be relative. */
function pathOf(given: string): string {
	if (!given.startsWith("file://")) return given;
	const path = given.slice("file://".length);
	return path.startsWith("/") ? fileURLToPath(pathToFileURL(path)) : path;
}

async function textOf(given: string, source: string): Promise<string> {
	try {
		const bytes = await readBounded(given === "-" ? process.stdin : pathOf(given), MOST_BYTES);
		if (bytes.length > MOST_BYTES) throw new UsageError(`${source} is over 2 MiB`);
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(`${source} cannot be read: ${(error as Error).message}`, { cause: error });
	}
}
