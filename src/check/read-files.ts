/** Files → the ECS objects in them. One that cannot be read does not keep the others from being judged. */
import type { Readable } from "node:stream";
import type { Kind } from "../admission/request.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import { MAX_BYTES, readManifest } from "../manifest.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { type EcsObject, readObjects } from "./ecs-object.ts";
import { type FoundFile, reasonOf, STDIN_PATH } from "./find-files.ts";
import { readBounded } from "./read-bounded.ts";

/** What could not be judged, because it could not be read. */
export interface Unreadable {
	readonly source: string;
	/** Where reading stopped, where that is known. */
	readonly line?: number;
	readonly reason: string;
}

export interface FilesRead {
	/** In the order of the files. */
	readonly found: readonly (EcsObject | Unreadable)[];
	readonly skipped: number;
}

const LOOKED_FOR =
	"not an ECS object: looked for a task definition, a RunTask, StartTask, CreateService, UpdateService, CreateTaskSet, CreateCluster or " +
	"CreateCapacityProvider body, what describe answers, and EventBridge events; `--kind` says what it is if its members do not tell";

/** `progress` is told how many of the files are read. */
export async function readFiles(
	files: readonly FoundFile[],
	{ stdin, kind, progress }: { stdin: Readable; kind?: Kind | undefined; progress: (read: number) => void },
): Promise<FilesRead> {
	const found: (EcsObject | Unreadable)[] = [];
	let skipped = 0;
	for (const [i, file] of files.entries()) {
		const reading = await readFile(file, stdin, kind);
		found.push(...reading.found);
		skipped += reading.skipped;
		progress(i + 1);
	}
	return { found, skipped };
}

async function readFile({ path, named }: FoundFile, stdin: Readable, kind: Kind | undefined): Promise<FilesRead> {
	const isStdin = path === STDIN_PATH;
	const source = isStdin ? "<stdin>" : path;
	let bytes: Uint8Array = new Uint8Array();
	try {
		bytes = await readBounded(isStdin ? stdin : path, MAX_BYTES);
		const readings = readManifest(bytes).map((document) => readObjects(source, document, kind));
		if (named && !readings.some(({ understood }) => understood)) return { found: [{ source, reason: LOOKED_FOR }], skipped: 0 };
		return { found: readings.flatMap(({ objects }) => objects), skipped: readings.reduce((sum, reading) => sum + reading.skipped, 0) };
	} catch (error) {
		if (!named && error instanceof UnreadableText && !mentionsEcs(bytes)) return { found: [], skipped: 1 };
		return { found: [{ source, ...problemOf(error) }], skipped: 0 };
	}
}

/** A broken file in a folder counts as skipped unless it could have been meant for ECS: lock files and templates are none of ours. */
function mentionsEcs(bytes: Uint8Array): boolean {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1").replaceAll("\0", "");
	return /containerDefinitions|taskDefinition|aws\.ecs|ecs\.amazonaws\.com/i.test(text);
}

function problemOf(error: unknown): Omit<Unreadable, "source"> {
	if (error instanceof UnreadableText) {
		return { reason: error.message, ...(error.position === undefined ? {} : { line: error.position.line }) };
	}
	if (error instanceof UnreadableEvent) return { reason: `an event that cannot be read: ${error.message}` };
	if (error instanceof Error && "code" in error) return { reason: reasonOf(error) };
	return { reason: `a fault in Taskgate itself, please report it: ${error}` };
}
