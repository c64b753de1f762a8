/** The part of the OCI distribution API that reads, of every registry that may be asked; each answer held against its digest. */
import { createHash } from "node:crypto";
import type { AllowedRegistries } from "./allowed-registries.ts";
import { NotKnown } from "./evidence.ts";
import { FollowedGet } from "./followed-get.ts";
import { type Got, isLoopback, nameOf } from "./guarded-get.ts";
import type { ImageReference } from "./image-reference.ts";
import { askForToken, parseChallenge } from "./registry-login.ts";
import { Remembered } from "./remembered.ts";

/**
 * The value of an Authorization header for a registry that takes a login of ours; undefined for all others.
 * `refused`: the one that it does not take any more. @throws {NotKnown} {LookUpFailed}
 */
export type Login = (registry: string, refused?: string) => Promise<string | undefined>;

export interface RegistryClientOptions {
	readonly allowed: AllowedRegistries;
	readonly login: Login;
	/** Milliseconds since any fixed instant. */
	readonly elapsed: () => number;
	/** Where a registry is asked; at its own host over HTTPS unless told, over HTTP on this machine. */
	readonly addressOf?: (registry: string) => URL;
}

export interface Content {
	readonly digest: string;
	/** As the registry says; empty where it does not. */
	readonly mediaType: string;
	readonly bytes: Buffer;
}

export type Repository = Pick<ImageReference, "registry" | "repository">;

const MANIFESTS = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
/** What the distribution API asks registries to take at least. */
const MOST_MANIFEST_BYTES = 4 * 2 ** 20;
/** 401: who asks? 403: not you; so ECR says that a login has ended. */
const REFUSALS = new Set([401, 403]);

export class RegistryClient {
	readonly #options: RegistryClientOptions;
	readonly #tokens: Remembered<{ readonly authorization: string; readonly livesMs: number }>;
	readonly #get: FollowedGet;

	constructor(options: RegistryClientOptions) {
		this.#options = options;
		this.#tokens = new Remembered({ limit: 500, elapsed: options.elapsed });
		this.#get = new FollowedGet(options.allowed, options.elapsed);
	}

	/** By tag or digest; undefined where the registry has none. @throws {NotKnown} */
	async manifest(repository: Repository, reference: string, signal: AbortSignal): Promise<Content | undefined> {
		const got = await this.#read(repository, `manifests/${reference}`, { accept: MANIFESTS, mostBytes: MOST_MANIFEST_BYTES, signal });
		if (got === undefined) return undefined;
		const { headers, body } = got;
		const wanted = reference.startsWith("sha256:") ? reference : [headers["docker-content-digest"] ?? []].flat()[0];
		return { digest: verified(body, wanted, `the manifest of ${nameIn(repository)}`), mediaType: mediaTypeOf(got), bytes: body };
	}

	/** @throws {NotKnown} where there is none, too */
	async blob(repository: Repository, digest: string, mostBytes: number, signal: AbortSignal): Promise<Buffer> {
		const got = await this.#read(repository, `blobs/${digest}`, { accept: "*/*", mostBytes, signal });
		if (got === undefined) throw new NotKnown(`${nameIn(repository)} has no content ${digest}, although its manifest names it`);
		verified(got.body, digest, `a blob of ${nameIn(repository)}`);
		return got.body;
	}

	/** A page of the index of what refers to a digest (OCI 1.1), and where the next one is; undefined where the registry does not keep one. @throws {NotKnown} */
	async referrers(
		repository: Repository,
		digest: string,
		query: string,
		signal: AbortSignal,
	): Promise<{ readonly bytes: Buffer; readonly link: string | undefined } | undefined> {
		const accept = "application/vnd.oci.image.index.v1+json";
		const got = await this.#read(repository, `referrers/${digest}${query}`, { accept, mostBytes: MOST_MANIFEST_BYTES, signal });
		if (got === undefined || mediaTypeOf(got) !== accept) return undefined;
		return { bytes: got.body, link: [got.headers.link ?? []].flat()[0] };
	}

	async #read(
		repository: Repository,
		path: string,
		{ accept, ...asking }: { readonly accept: string; readonly mostBytes: number; readonly signal: AbortSignal },
	): Promise<Got | undefined> {
		const { allowed } = this.#options;
		if (!allowed.allows(repository.registry)) {
			throw new NotKnown(`the registry ${repository.registry} is not asked; name it in TASKGATE_REGISTRIES if it is yours to trust`);
		}
		const base = this.#addressOf(repository.registry);
		const url = new URL(`/v2/${repository.repository}/${path}`, base);
		const first = await this.#authorization(repository);
		let got = await this.#get.follow(url, { ...asking, headers: { accept, ...first } });
		if (REFUSALS.has(got.status)) {
			const authorization = await this.#answerTo(got, { repository, base, ...first, ...asking });
			if (authorization !== undefined) got = await this.#get.follow(url, { ...asking, headers: { accept, authorization } });
		}
		if (got.status === 404) return undefined;
		if (got.status !== 200) throw new NotKnown(`${nameOf(url)} answers ${got.status}${hintFor(got.status)}`);
		return got;
	}

	async #authorization(repository: Repository): Promise<{ authorization?: string }> {
		const login = await this.#options.login(repository.registry);
		const authorization = login ?? (await this.#tokens.peek(nameIn(repository)))?.authorization;
		return authorization === undefined ? {} : { authorization };
	}

	/** One answer to one refusal: a registry that refuses it too is not asked again and again. Undefined where there is nothing better to say. */
	async #answerTo({ status, headers }: Got, { repository, base, signal, authorization: refused }: Challenged): Promise<string | undefined> {
		const { allowed, login } = this.#options;
		const ours = await login(repository.registry, refused);
		if (ours !== undefined && ours !== refused) return ours;
		if (status !== 401) return undefined;
		const challenge = parseChallenge(headers["www-authenticate"]);
		if (challenge?.scheme !== "bearer" || ours !== undefined) {
			throw new NotKnown(`${repository.registry} does not let the gate read ${repository.repository}: it answers 401`);
		}
		const asked = async () => {
			const asking = { registry: base, repository: repository.repository, allowed, signal, get: this.#get.get.bind(this.#get) };
			const { token, livesMs } = await askForToken(challenge, asking);
			return { authorization: `Bearer ${token}`, livesMs };
		};
		const { authorization } = await this.#tokens.renew(nameIn(repository), asked, ({ livesMs }) => livesMs * 0.9);
		return authorization;
	}

	#addressOf(registry: string): URL {
		const { addressOf } = this.#options;
		if (addressOf !== undefined) return addressOf(registry);
		if (registry === "docker.io") return new URL("https://registry-1.docker.io");
		const secure = new URL(`https://${registry}`);
		return isLoopback(secure.hostname) ? new URL(`http://${registry}`) : secure;
	}
}

interface Challenged {
	readonly repository: Repository;
	readonly base: URL;
	readonly signal: AbortSignal;
	/** What was sent, and is not taken. */
	readonly authorization?: string;
}

function verified(bytes: Buffer, wanted: string | undefined, what: string): string {
	const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
	if (wanted !== undefined && digest !== wanted)
		throw new NotKnown(`${what} is not what was asked for: it has the digest ${digest}, not ${wanted}`);
	return digest;
}

function mediaTypeOf({ headers }: Got): string {
	return (headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
}

function nameIn({ registry, repository }: Repository): string {
	return `${registry}/${repository}`;
}

function hintFor(status: number): string {
	if (status === 403) return ": the gate may not read that repository";
	return status === 429 ? ": it has been asked too often" : "";
}
