/** What is known of an image besides its name: the port. Answered by registries and ECR, or by nobody. */
import type { EvidencePart } from "../admission/policy.ts";
import type { Json } from "../admission/request.ts";
import type { Unknown } from "../admission/unknown.ts";
import type { Place } from "../ecs/ecs-reader.ts";

/** Of one image, as it reaches Rego: `input.request.context.images["registry/web:1"]`. What was asked for and is not known says why. */
export interface ImageEvidence {
	/** As the request writes it. */
	readonly reference: string;
	/** What the registry has under the reference: `sha256:…`, of an index where there is one. */
	readonly digest: string | Unknown;
	/** Of the one image that the request's platform gets: the same, unless `digest` is an index's. */
	readonly manifest?: string;
	/** RFC 3339, when the oldest part was asked for. */
	readonly fetchedAt: string;
	readonly config?: Json;
	readonly vulnerabilities?: Json;
	readonly signatures?: Json;
}

/** As Docker spells them: `linux`, `amd64`. */
export interface Platform {
	readonly os: string;
	readonly architecture: string;
}

export interface EvidenceQuestion {
	readonly images: readonly string[];
	readonly parts: readonly EvidencePart[];
	readonly platform: Platform;
	/** Whose request it is: its account and partition decide which registries of ECR can be asked. */
	readonly place: Place;
	/** RFC 3339: of vulnerabilities and signatures, what was learned before is asked for again. */
	readonly since?: string | undefined;
	/** Milliseconds until whoever asks needs an answer: what takes longer is unknown. */
	readonly withinMs: number;
}

export interface Evidence {
	/** By the reference as written, every image that was asked for; without parts what the references mean. Never throws. */
	of(question: EvidenceQuestion): Promise<Readonly<Record<string, ImageEvidence>>>;
}

/** Why something is not known, in words for whoever reads the verdict; without credentials and queries. */
export class NotKnown extends Error {
	override readonly name = "NotKnown";
}
