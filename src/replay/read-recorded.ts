/** Files of recorded events and decisions → requests to judge again. JSON, as the gate itself takes events: an object, an array, or one object a line. */
import type { Readable } from "node:stream";
import type { Json } from "../admission/request.ts";
import type { EcsObject, Unreadable } from "../check/ecs-object.ts";
import { type FoundFile, reasonOf, STDIN_PATH } from "../check/find-files.ts";
import { readBounded } from "../check/read-bounded.ts";
import { depthWithin, MAX_DEPTH } from "../depth.ts";
import { readRecorded } from "./recorded.ts";

/** More does not fit into one string of V8. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface Recorded {
	/** In the order of the files. */
	readonly found: readonly (EcsObject | Unreadable)[];
	/** Events that ask for nothing. */
	readonly skipped: number;
	/** Heard of before: one happening is judged once, as the gate does. */
	readonly repeated: number;
}

export async function readRecordedFiles(files: readonly FoundFile[], stdin: Readable): Promise<Recorded> {
	const readings: (readonly (EcsObject | Unreadable)[])[] = [];
	for (const file of files) for await (const item of itemsIn(file, stdin)) readings.push(readItem(item));
	const all = readings.flat();
	const found = withoutRepetitions(all);
	const skipped = readings.filter((objects) => objects.length === 0).length;
	return { found, skipped, repeated: all.length - found.length };
}

function readItem({ value, source }: Item): readonly (EcsObject | Unreadable)[] {
	return value instanceof Error ? [{ source, reason: value.message }] : readRecorded(value, source);
}

function withoutRepetitions(objects: readonly (EcsObject | Unreadable)[]): readonly (EcsObject | Unreadable)[] {
	const heard = new Set<string>();
	return objects.filter((object) => {
		const key = "request" in object ? keyOf(object) : undefined;
		if (key === undefined) return true;
		const isNew = !heard.has(key);
		heard.add(key);
		return isNew;
	});
}

function keyOf({ request: { enforcementPoint, duplicateKey } }: EcsObject): string | undefined {
	return duplicateKey === undefined ? undefined : `${enforcementPoint}/${duplicateKey}`;
}

interface Item {
	readonly value: Json | Error;
	/** `events.jsonl:3` for a line, `events.json#/2` for a member of an array. */
	readonly source: string;
}

async function* itemsIn({ path }: FoundFile, stdin: Readable): AsyncGenerator<Item> {
	const source = path === STDIN_PATH ? "<stdin>" : path;
	let text: string;
	try {
		const bytes = await readBounded(path === STDIN_PATH ? stdin : path, MAX_BYTES);
		if (bytes.length > MAX_BYTES) throw new Error(`larger than ${MAX_BYTES / 1024 / 1024} MiB: divide it, one object a line`);
		text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (error) {
		yield { source, value: new Error(error instanceof TypeError ? "not UTF-8 text" : reasonOf(error as Error), { cause: error }) };
		return;
	}
	yield* itemsOf(text, source);
}

function* itemsOf(text: string, source: string): Generator<Item> {
	const whole = parse(text);
	const lines = text.split("\n").map((line) => line.trim());
	if (whole instanceof Error && lines.find((line) => line !== "")?.endsWith("}")) {
		for (const [i, line] of lines.entries()) if (line !== "") yield { value: bounded(parse(line)), source: `${source}:${i + 1}` };
	} else if (Array.isArray(whole)) {
		for (const [i, value] of whole.entries()) yield { value: bounded(value as Json), source: `${source}#/${i}` };
	} else yield { value: bounded(whole), source };
}

function parse(text: string): Json | Error {
	try {
		return JSON.parse(text) as Json;
	} catch (error) {
		return new Error(`not JSON: ${(error as Error).message}`, { cause: error });
	}
}

function bounded(value: Json | Error): Json | Error {
	if (value instanceof Error) return value;
	return depthWithin(value, MAX_DEPTH) ? value : new Error(`nested over ${MAX_DEPTH} deep`);
}
