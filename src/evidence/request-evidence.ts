/** Which evidence a request needs: asked for only where a policy that is to judge it says so, and put where policies find it. */
import { EVIDENCE, type EvidencePart, type Policy } from "../admission/policy.ts";
import type { AdmissionRequest, Json, JsonObject } from "../admission/request.ts";
import { isUnknown, unknown } from "../admission/unknown.ts";
import type { Evidence, Platform } from "./evidence.ts";

const NOT_ASKED = "registries are not asked here";

/** The request with `context.images`, or as it is where no policy asks. Never throws. */
export async function withEvidence(
	evidence: Evidence | undefined,
	request: AdmissionRequest,
	policies: readonly Policy[],
	withinMs: number,
): Promise<AdmissionRequest> {
	const parts = EVIDENCE.filter((part) => policies.some((policy) => policy.evidence?.includes(part)));
	if (parts.length === 0) return request;
	const images = imagesOf(request);
	const platform = platformOf(request);
	const ask = evidence !== undefined && !("$unknown" in platform) && images.length > 0;
	const { partition, account = "", region = "" } = request;
	const found = ask
		? await evidence.of({ images, parts, platform: platform as Platform, place: { partition, account, region }, withinMs })
		: allUnknown(images, parts, evidence === undefined ? NOT_ASKED : String((platform as JsonObject).$unknown ?? ""));
	return { ...request, context: { ...request.context, images: found as unknown as JsonObject } };
}

function allUnknown(images: readonly string[], parts: readonly EvidencePart[], reason: string): JsonObject {
	const members = ["digest", ...parts].map((part) => [part, unknown(reason)]);
	return Object.fromEntries(images.map((reference) => [reference, { reference, ...Object.fromEntries(members) }]));
}

/** Every image that would run: of the object itself, and of the task definition that it refers to. */
function imagesOf({ object, context }: Pick<AdmissionRequest, "object" | "context">): readonly string[] {
	const definitions = [object, context.taskDefinition].flatMap((definition) => {
		const containers = definition?.containerDefinitions;
		return [...(Array.isArray(containers) ? containers : []), definition?.primaryContainer ?? null] as Json[];
	});
	const images = definitions.map((container) => (isObject(container) ? container.image : undefined));
	return [...new Set(images.filter((image) => typeof image === "string"))];
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
