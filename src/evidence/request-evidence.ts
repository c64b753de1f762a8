/** Which evidence a request needs: asked for only where a policy that is to judge it says so, and put where policies find it. */
import { EVIDENCE, type EvidencePart, type Policy } from "../admission/policy.ts";
import type { AdmissionRequest, Json, JsonObject } from "../admission/request.ts";
import { digestsByContainer } from "../admission/running.ts";
import { isUnknown, unknown } from "../admission/unknown.ts";
import type { Evidence, EvidenceQuestion, Platform } from "./evidence.ts";
import { evidenceOf } from "./what-runs.ts";

const NOT_ASKED = "registries are not asked here";
const NOT_SETTLED = "which image runs by this tag was not told with the scan of another one";

/** The request with `context.images`, or as it is where no policy asks. Never throws. */
export async function withEvidence(
	evidence: Evidence | undefined,
	request: AdmissionRequest,
	policies: readonly Policy[],
	{ since, withinMs }: Pick<EvidenceQuestion, "since" | "withinMs">,
): Promise<AdmissionRequest> {
	const parts = EVIDENCE.filter((part) => policies.some((policy) => policy.evidence?.includes(part)));
	if (parts.length === 0) return request;
	const images = imagesOf(request);
	const platform = platformOf(request);
	// Judged again is what runs. What a tag has come to that nobody knows is not what it means by now.
	const running = runningOf(request);
	const settled = since === undefined ? images : images.filter((image) => running.has(image) || image.includes("@"));
	const unsettled = images.filter((image) => !settled.includes(image));
	const ask = evidence !== undefined && !("$unknown" in platform) && settled.length > 0;
	const { partition, account = "", region = "" } = request;
	const found = ask
		? await evidenceOf(
				evidence,
				{ images: settled, parts, platform: platform as Platform, place: { partition, account, region }, since, withinMs },
				running,
			)
		: allUnknown(settled, parts, evidence === undefined ? NOT_ASKED : String((platform as JsonObject).$unknown ?? ""));
	const all = { ...found, ...allUnknown(unsettled, parts, NOT_SETTLED) };
	return { ...request, context: { ...request.context, images: all as unknown as JsonObject } };
}

function allUnknown(images: readonly string[], parts: readonly EvidencePart[], reason: string): JsonObject {
	const members = ["digest", ...parts].map((part) => [part, unknown(reason)]);
	return Object.fromEntries(images.map((reference) => [reference, { reference, ...Object.fromEntries(members) }]));
}

/** Every image that would run, once. */
function imagesOf(request: AdmissionRequest): readonly string[] {
	return [...new Set(containersOf(request).flatMap(({ image }) => (typeof image === "string" ? image : [])))];
}

/** By reference as written, the digest that ECS says it has come to. */
function runningOf(request: AdmissionRequest): ReadonlyMap<string, string> {
	const digests = digestsByContainer(request.context.containerImages);
	const running = containersOf(request).map(({ name, image }) => [image, digests.get(name)]);
	return new Map(running.filter((each): each is [string, string] => each.every((value) => typeof value === "string")));
}

/** Of the object itself, and of the task definition that it refers to. */
function containersOf({ object, context }: Pick<AdmissionRequest, "object" | "context">): readonly JsonObject[] {
	return [object, context.taskDefinition].flatMap((definition) => {
		const containers = definition?.containerDefinitions;
		return [...(Array.isArray(containers) ? containers : []), definition?.primaryContainer ?? null].filter(isObject);
	});
}

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
	["X86_64", "amd64"],
	["ARM64", "arm64"],
]);

/** Linux on x86-64 unless the task definition says otherwise, as it is on Fargate; a marker where that is known only at deploy time. */
function platformOf({ object, context }: AdmissionRequest): Platform | { readonly $unknown: string } {
	const definition = context.taskDefinition ?? object;
	const given = isUnknown(definition) ? definition : (definition.runtimePlatform ?? {});
	const { cpuArchitecture = "X86_64", operatingSystemFamily = "LINUX" } = isObject(given) ? given : {};
	const marker = [given, cpuArchitecture, operatingSystemFamily].find(isUnknown);
	if (marker !== undefined) return unknown(`the platform is not known: ${marker.$unknown}`);
	const architecture = typeof cpuArchitecture === "string" ? ARCHITECTURES.get(cpuArchitecture) : undefined;
	if (architecture === undefined)
		return unknown(`the platform has a cpuArchitecture that is none of ${[...ARCHITECTURES.keys()].join(", ")}`);
	return {
		os: typeof operatingSystemFamily === "string" && operatingSystemFamily.startsWith("WINDOWS") ? "windows" : "linux",
		architecture,
	};
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
