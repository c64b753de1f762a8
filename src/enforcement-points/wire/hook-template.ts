/** The ECS resources of a template, as requests' bodies, each with what the same template says of what it refers to. */
import type { Declared as Beside, Json, JsonObject, Kind } from "../../admission/request.ts";
import { isUnknown, unknown } from "../../admission/unknown.ts";
import { readLargeJson } from "../../source-text/large-json.ts";
import { readDocuments, type SourceDocument } from "../../source-text/source-document.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import { readCloudFormation } from "../../templates/cloudformation/declared.ts";
import { KINDS, OF_OTHERS } from "../../templates/cloudformation/spelling.ts";
import { type Declared, NO_VALUES, type TemplateReading } from "../../templates/template-reading.ts";

/** A resource that is about to be made or changed. */
export interface HookResource {
	/** Its logical id; empty for what may be any. */
	readonly id: string;
	readonly kind: Kind;
	readonly operation: "CREATE" | "UPDATE";
	readonly object: JsonObject;
	readonly oldObject?: JsonObject;
	readonly declared: Beside;
	/** Why nobody can tell what it is. */
	readonly opaque?: string;
}

export interface HookReading {
	readonly resources: readonly HookResource[];
	/** What is of ECS, or may be, and is not judged. */
	readonly notJudged: readonly string[];
}

const LARGE = 256 * 1024;

/** @throws {UnreadableText} */
export function parsed(text: string): Json {
	const documents: readonly SourceDocument[] =
		text.length > LARGE && text.trimStart().startsWith("{") ? [readLargeJson(text)] : readDocuments(text);
	if (documents.length !== 1) throw new UnreadableText(`${documents.length} documents instead of one`);
	return (documents[0] as SourceDocument).value;
}

/** Types that say something of others, where they are all that is asked about. */
export function ofOthers(types: readonly string[]): readonly string[] {
	const found = types.filter((type) => OF_OTHERS.includes(type));
	return found.map((type) => `${type} is judged with what it speaks of, where that is in the same template`);
}

/** The bodies of a template's resources, and what it was before; `isMeant` says which of them are asked about. */
export function resourcesOf(template: Json, before: Json, isMeant: (id: string) => boolean = () => true): HookReading {
	const reading = readingOf(template);
	if (reading === undefined) throw new UnreadableText("it is no CloudFormation template");
	const now = new Map(reading.declared.map((each) => [each.id, each]));
	const was = new Map(readingOf(before)?.declared.map((each) => [each.id, each]));
	const resources = reading.declared.filter(({ id }) => isMeant(id)).map((each) => resourceOf(each, now, was.get(each.id)));
	const open = reading.undecidable.filter(({ unheardOf }) => unheardOf !== true);
	const reasons = [...new Set(open.map(({ reason }) => reason))];
	return {
		resources: [...resources, ...(reasons.length === 0 ? [] : anything(reasons.join("; ")))],
		notJudged: [
			...reading.undecidable.flatMap(({ reason, unheardOf }) => (unheardOf === true ? [reason] : [])),
			...reading.notFollowed.map(({ id, reason }) => `${id}: ${reason}`),
		],
	};
}

/** What nobody could read may be of any kind. */
export function anything(reason: string): readonly HookResource[] {
	return Object.values(KINDS).map((kind) => ({ id: "", kind, operation: "CREATE", object: unknown(reason), declared: {}, opaque: reason }));
}

function readingOf(template: Json): TemplateReading | undefined {
	return readCloudFormation(template, NO_VALUES);
}

function resourceOf(each: Declared, now: ReadonlyMap<string, Declared>, old: Declared | undefined): HookResource {
	const { id, kind, refersTo } = each;
	const taskDefinition = now.get(refersTo.taskDefinition ?? "")?.object;
	const cluster = kind === "Cluster" ? old?.object : now.get(refersTo.cluster ?? "")?.object;
	const service = kind === "Service" ? old?.object : undefined;
	return {
		id,
		kind,
		operation: old === undefined || REGISTERED.includes(kind) ? "CREATE" : "UPDATE",
		object: isUnknown(each.object.cluster) ? { ...each.object, ...nameOf(cluster) } : each.object,
		...(old === undefined ? {} : { oldObject: old.object }),
		declared: {
			...(taskDefinition === undefined ? {} : { taskDefinition }),
			...(cluster === undefined ? {} : { cluster }),
			...(service === undefined ? {} : { service }),
		},
	};
}

/** ECS changes no revision: an update registers another. */
const REGISTERED: readonly Kind[] = ["TaskDefinition", "DaemonTaskDefinition"];

/** A reference to a cluster of the template comes to its name. */
function nameOf(cluster: JsonObject | undefined): { readonly cluster?: string } {
	return typeof cluster?.clusterName === "string" ? { cluster: cluster.clusterName } : {};
}
