/** One file → what is in it, or one sentence why nobody knows. */
import type { Readable } from "node:stream";
import type { Kind } from "../admission/request.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import { MAX_PLAN_BYTES, readManifestOrPlan } from "../manifest.ts";
import type { SourceDocument } from "../source-text/source-document.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import type { TemplateValues } from "../templates/template-reading.ts";
import { type EcsObject, type NotFollowedTemplate, type Reading, readObjects, type Unreadable } from "./ecs-object.ts";
import { type EcspressoConfig, hasActions } from "./ecspresso.ts";
import { type FoundFile, reasonOf, STDIN_PATH } from "./find-files.ts";
import { readBounded } from "./read-bounded.ts";
import { readTemplate } from "./template-objects.ts";

export type Found = EcsObject | Unreadable | NotFollowedTemplate;

export interface FileRead {
	readonly found: readonly Found[];
	readonly skipped: number;
	readonly configs: readonly EcspressoConfig[];
}

export interface Given {
	readonly stdin: Readable;
	readonly kind: Kind | undefined;
	readonly values: TemplateValues;
}

const LOOKED_FOR =
	"not an ECS object: looked for a task definition, a RunTask, StartTask, CreateService, UpdateService, CreateTaskSet, CreateCluster or " +
	"CreateCapacityProvider body, what describe answers, EventBridge events, CloudFormation and SAM templates, Terraform plans as JSON and " +
	"ecspresso's definitions; `--kind` says what it is if its members do not tell";

/** What only its own tool can turn into something to judge, by the end of the file's name. */
const NOT_READ: readonly (readonly [RegExp, string])[] = [
	[/\.tf(\.json)?$/i, "Terraform's own language is not read: plan it, and check what `terraform show -json PLANFILE` prints"],
	[/\.(jsonnet|libsonnet)$/i, "Jsonnet is not read: check what it makes (`ecspresso render taskdef`, or `jsonnet FILE`)"],
];

export async function readFile({ path, named }: FoundFile, { stdin, ...given }: Given): Promise<FileRead> {
	const isStdin = path === STDIN_PATH;
	const source = isStdin ? "<stdin>" : path;
	const unread = named ? NOT_READ.find(([pattern]) => pattern.test(path)) : undefined;
	if (unread !== undefined) return nothingBut({ source, reason: unread[1] });
	let bytes: Uint8Array = new Uint8Array();
	try {
		bytes = await readBounded(isStdin ? stdin : path, MAX_PLAN_BYTES);
		const readings = readManifestOrPlan(bytes).map((document, index) => readDocument(source, { document, index }, given));
		if (named && !readings.some(({ understood }) => understood)) return nothingBut({ source, reason: LOOKED_FOR });
		return {
			found: readings.flatMap(({ objects, unreadable = [], notFollowed = [] }) => [...objects, ...unreadable, ...notFollowed]),
			skipped: readings.reduce((sum, reading) => sum + reading.skipped, 0),
			configs: readings.flatMap(({ ecspresso }) => ecspresso ?? []),
		};
	} catch (error) {
		if (!named && error instanceof UnreadableText && !mentionsEcs(textOf(bytes))) return { found: [], skipped: 1, configs: [] };
		return nothingBut({ source, ...problemOf(error, bytes) });
	}
}

function nothingBut(problem: Unreadable): FileRead {
	return { found: [problem], skipped: 0, configs: [] };
}

function readDocument(
	source: string,
	{ document, index }: { document: SourceDocument; index: number },
	{ kind, values }: Omit<Given, "stdin">,
): Reading {
	const template = kind === undefined ? readTemplate(source, document, values) : undefined;
	return template ?? readObjects(source, document, kind, index);
}

/** A broken file in a folder counts as skipped unless it could have been meant for ECS: lock files are none of ours. */
function mentionsEcs(text: string): boolean {
	return /containerDefinitions|taskDefinition|aws\.ecs|ecs\.amazonaws\.com|AWS::ECS::|"aws(cc)?_ecs_/i.test(text.replaceAll("\0", ""));
}

function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

const RENDERED = "; there are template actions in it ({{ … }}): check what they make, such as what `ecspresso render` prints";

function problemOf(error: unknown, bytes: Uint8Array): Omit<Unreadable, "source"> {
	if (error instanceof UnreadableText) {
		const rendered = hasActions(textOf(bytes)) ? RENDERED : "";
		return { reason: `${error.message}${rendered}`, ...(error.position === undefined ? {} : { line: error.position.line }) };
	}
	if (error instanceof UnreadableEvent) return { reason: `an event that cannot be read: ${error.message}` };
	if (error instanceof Error && "code" in error) return { reason: reasonOf(error) };
	return { reason: `a fault in Taskgate itself, please report it: ${error}` };
}
