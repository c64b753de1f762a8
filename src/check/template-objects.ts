/** The resources that a template declares → the requests that deploying it would make. */
import type { JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { isUnknown } from "../admission/unknown.ts";
import { manifestCheck } from "../enforcement-points/manifest-check.ts";
import type { SourceDocument } from "../source-text/source-document.ts";
import { readCloudFormation } from "../templates/cloudformation/declared.ts";
import type { Declared, TemplateReading, TemplateValues } from "../templates/template-reading.ts";
import { readPlan } from "../templates/terraform/plan.ts";
import type { EcsObject, Reading } from "./ecs-object.ts";

/** Undefined for what is no template. @throws {UnreadableText} for a template that says of itself that it cannot be relied on. */
export function readTemplate(source: string, document: SourceDocument, values: TemplateValues): Reading | undefined {
	const reading = readCloudFormation(document.value, values) ?? readPlan(document.value);
	if (reading === undefined) return undefined;
	const objects = objectsOf(source, document, reading);
	return {
		objects,
		skipped: objects.length + reading.undecidable.length + reading.notFollowed.length === 0 ? 1 : 0,
		understood: true,
		unreadable: reading.undecidable.map(({ pointer, reason }) => ({ source, line: document.position(pointer).line, reason })),
		notFollowed: reading.notFollowed.map(({ pointer, ...nested }) => ({ source, line: document.position(pointer).line, ...nested })),
	};
}

function objectsOf(source: string, document: SourceDocument, { declared }: TemplateReading): readonly EcsObject[] {
	const made = new Map<Declared, EcsObject>();
	const objects = new Map<string, EcsObject>();
	const lineOf = (each: Declared, field?: string) => document.position(each.pointer(field ?? "")).line;
	// What others refer to comes before those that refer to it.
	for (const each of declared.toSorted(byReferences)) {
		const taskDefinition = objects.get(each.refersTo.taskDefinition ?? "");
		const cluster = objects.get(each.refersTo.cluster ?? "");
		const object: EcsObject = {
			source,
			title: each.id,
			request: requestOf(source, each, cluster?.request.object),
			sensitive: each.sensitive,
			linked: { ...(taskDefinition === undefined ? {} : { taskDefinition }), ...(cluster === undefined ? {} : { cluster }) },
			...(each.registeredAs === undefined ? {} : { registeredAs: each.registeredAs }),
			line: (field) => {
				const [, referred, below] = /^\/context\/(taskDefinition|cluster)(\/.*)?$/.exec(field ?? "") ?? [];
				if (referred === undefined) return lineOf(each, field);
				const other = referred === "cluster" ? cluster : taskDefinition;
				return other?.line(below ?? "") ?? lineOf(each, `/${referred}`);
			},
		};
		made.set(each, object);
		objects.set(each.id, object);
	}
	return declared.flatMap((each) => made.get(each) ?? []);
}

function byReferences(a: Declared, b: Declared): number {
	return Object.keys(a.refersTo).length - Object.keys(b.refersTo).length;
}

function requestOf(source: string, each: Declared, cluster: JsonObject | undefined): UnresolvedRequest {
	const object = isUnknown(each.object.cluster) ? withCluster(each.object, cluster) : each.object;
	const [request] = manifestCheck.read({ source, body: object, kind: each.kind }) as readonly [UnresolvedRequest];
	const { taskDefinition } = each.refersTo;
	return { ...request, references: { ...request.references, ...(taskDefinition === undefined ? {} : { taskDefinition }) } };
}

/** A reference to a cluster of the template comes to its name. */
function withCluster(object: JsonObject, cluster: JsonObject | undefined): JsonObject {
	return typeof cluster?.clusterName === "string" ? { ...object, cluster: cluster.clusterName } : object;
}
