/** Evidence from registries and ECR: per digest, each part by itself, kept for as long as it stays true. */
import type { EvidencePart } from "../admission/policy.ts";
import type { Json } from "../admission/request.ts";
import { isUnknown, type Unknown, unknown } from "../admission/unknown.ts";
import { LookUpFailed } from "../ecs/ecs-reader.ts";
import { type Evidence, type EvidenceQuestion, type ImageEvidence, NotKnown, type Platform } from "./evidence.ts";
import { fetchConfig } from "./image-config.ts";
import { ecrPlace, type ImageReference, parseImage } from "./image-reference.ts";
import { choose, type ImageManifest, nameOfImage, readManifest } from "./manifest.ts";
import type { RegistryClient } from "./registry-client.ts";
import { Remembered } from "./remembered.ts";
import { within } from "./within.ts";

/** What one digest holds for one platform. */
export interface FoundImage extends Pick<ImageReference, "registry" | "repository"> {
	readonly digest: string;
	readonly manifestDigest: string;
	readonly manifest: ImageManifest;
}

export type LookUpPart = (image: FoundImage, signal: AbortSignal) => Promise<Json>;

export interface RegistryEvidenceOptions {
	readonly client: RegistryClient;
	readonly vulnerabilities: LookUpPart;
	readonly signatures: LookUpPart;
	/** RFC 3339. */
	readonly now: () => string;
	/** Milliseconds since any fixed instant. */
	readonly elapsed: () => number;
	/** Of one look-up, whoever waits for it; 10 s unless told. */
	readonly lookUpMs?: number;
}

interface Answer<T> {
	readonly value: T | Unknown;
	readonly at: string;
}

const SECOND = 1000;
const LOOK_UP_MS = 10 * SECOND;
/** A tag may move at any time; what stands under a digest never changes, signatures and findings are added to it. */
const KEPT_MS = { tag: 30 * SECOND, config: 86_400 * SECOND, vulnerabilities: 300 * SECOND, signatures: 600 * SECOND };
const UNKNOWN_MS = 15 * SECOND;
/** A task definition has ten containers at most. */
const MOST_IMAGES = 50;
const MOST_CHARACTERS = 128 * 1024;
const MOST_KEPT = 2000;

export class RegistryEvidence implements Evidence {
	readonly #options: RegistryEvidenceOptions;
	readonly #images: Remembered<Answer<FoundImage>>;
	readonly #parts: Remembered<Answer<Json>>;

	constructor(options: RegistryEvidenceOptions) {
		this.#options = options;
		this.#images = new Remembered({ limit: MOST_KEPT, elapsed: options.elapsed });
		this.#parts = new Remembered({ limit: MOST_KEPT, elapsed: options.elapsed });
	}

	async of({ images, parts, platform, place, since, withinMs }: EvidenceQuestion): Promise<Readonly<Record<string, ImageEvidence>>> {
		const until = this.#options.elapsed() + withinMs;
		const found = [...new Set(images)].map(async (reference, n) => {
			const refused = n < MOST_IMAGES ? undefined : unknown(`it is one of more than ${MOST_IMAGES} images, and no more are asked for`);
			return [reference, await this.#about(reference, { parts, platform, place, since, until, refused })] as const;
		});
		return Object.fromEntries(await Promise.all(found));
	}

	async #about(reference: string, asking: Asking): Promise<ImageEvidence> {
		const image = asking.refused === undefined ? await this.#resolve(reference, asking) : this.#now<FoundImage>(asking.refused);
		const { value } = image;
		if (isMissing(value)) return { reference, digest: value, fetchedAt: image.at, ...each(asking.parts, () => value) };
		const answers = await Promise.all(asking.parts.map(async (part) => [part, await this.#part(part, value, asking)] as const));
		const known = Object.fromEntries(answers);
		return {
			reference,
			digest: value.digest,
			manifest: value.manifestDigest,
			fetchedAt: [image, ...Object.values(known)].map(({ at }) => at).sort()[0] as string,
			...each(asking.parts, (part) => (known[part] as Answer<Json>).value),
		};
	}

	async #resolve(reference: string, { platform, place, until }: Asking): Promise<Answer<FoundImage>> {
		const parsed = parseImage(reference);
		if (parsed === undefined) return this.#now(unknown("it is no image reference"));
		const partition = ecrPlace(parsed.registry)?.partition;
		if (partition !== undefined && partition !== place.partition) {
			return this.#now(unknown(`${parsed.registry} is of the partition ${partition}, and the request of ${place.partition}`));
		}
		const { digest, tag } = parsed;
		const key = `${nameOfImage(parsed)} ${digest ?? tag} ${platform.os}/${platform.architecture}`;
		const look = () => this.#settled((signal) => this.#find(parsed, platform, signal));
		const keep = digest === undefined ? KEPT_MS.tag : KEPT_MS.config;
		return this.#inTime(this.#images.get(key, look, keptFor(keep)), until);
	}

	async #find(asked: ImageReference, platform: Platform, signal: AbortSignal): Promise<FoundImage> {
		const { client } = this.#options;
		const where = nameOfImage(asked);
		const content = await client.manifest(asked, asked.digest ?? asked.tag ?? "latest", signal);
		if (content === undefined) throw new NotKnown(`${where} has no ${asked.digest ?? asked.tag}`);
		const { registry, repository } = asked;
		const whole = readManifest(content, where);
		if (!("manifests" in whole)) return { registry, repository, digest: content.digest, manifestDigest: content.digest, manifest: whole };
		const chosen = choose(whole, platform, `${where}@${content.digest}`);
		const one = await client.manifest(asked, chosen.digest, signal);
		const manifest = one && readManifest(one, where);
		if (manifest === undefined || "manifests" in manifest)
			throw new NotKnown(`${where}: its index names ${chosen.digest}, which is no image`);
		return { registry, repository, digest: content.digest, manifestDigest: chosen.digest, manifest };
	}

	#part(part: EvidencePart, image: FoundImage, { since, until }: Asking): Promise<Answer<Json>> {
		// A signature is of what the reference means, findings and configuration are of what runs.
		const digest = part === "signatures" ? `${image.digest}+${image.manifestDigest}` : image.manifestDigest;
		const look = () => this.#settled((signal) => this.#lookUp(part, image, signal));
		const key = `${part} ${nameOfImage(image)}@${digest}`;
		// What stands under a digest does not change, whenever it was read.
		const isStale = ({ at }: Answer<Json>) => part !== "config" && since !== undefined && Date.parse(at) < Date.parse(since);
		return this.#inTime(this.#parts.getUnless(isStale, key, look, keptFor(KEPT_MS[part])), until);
	}

	async #lookUp(part: EvidencePart, image: FoundImage, signal: AbortSignal): Promise<Json> {
		const { client, vulnerabilities, signatures } = this.#options;
		const config: LookUpPart = () => fetchConfig(client, image, image.manifest, signal);
		const found = await { config, vulnerabilities, signatures }[part](image, signal);
		if (JSON.stringify(found).length > MOST_CHARACTERS) throw new NotKnown(`there is more to be told than can be judged (${part})`);
		return found;
	}

	/** It goes on when whoever asked has stopped waiting, so that the next one finds the answer; but not for ever. */
	async #settled<T>(look: (signal: AbortSignal) => Promise<T>): Promise<Answer<T>> {
		const at = this.#options.now();
		const { lookUpMs = LOOK_UP_MS } = this.#options;
		const signal = AbortSignal.timeout(lookUpMs);
		const late = unknown(`it is not known after ${lookUpMs / SECOND} s`);
		const found = look(signal).catch((error: unknown) => unknown(reasonOf(error)));
		return { value: await within<T | Unknown>(found, lookUpMs, late), at };
	}

	#inTime<T>(answer: Promise<Answer<T>>, until: number): Promise<Answer<T>> {
		const ms = Math.max(0, until - this.#options.elapsed());
		return within(answer, ms, this.#now(unknown("it takes longer than the answer can wait")));
	}

	#now<T>(value: Unknown): Answer<T> {
		return { value, at: this.#options.now() };
	}
}

interface Asking extends Pick<EvidenceQuestion, "parts" | "platform" | "place" | "since"> {
	/** On the clock of `elapsed`. */
	readonly until: number;
	readonly refused: Unknown | undefined;
}

function isMissing(value: FoundImage | Unknown): value is Unknown {
	return isUnknown(value as Json);
}

function keptFor(ms: number): (answer: Answer<unknown>) => number {
	return ({ value }) => (isUnknown(value as Json) ? UNKNOWN_MS : ms);
}

function each(parts: readonly EvidencePart[], answerOf: (part: EvidencePart) => Json): Partial<Record<EvidencePart, Json>> {
	return Object.fromEntries(parts.map((part) => [part, answerOf(part)]));
}

function reasonOf(error: unknown): string {
	return error instanceof NotKnown || error instanceof LookUpFailed ? error.message : `the look-up broke: ${String(error)}`;
}
