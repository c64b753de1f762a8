/** The part of the OCI distribution API that reads, of every registry that may be asked; each answer held against its digest. */
import { createHash } from "node:crypto";
import type { AllowedRegistries } from "./allowed-registries.ts";
import { NotKnown } from "./evidence.ts";
import { type Getting, type Got, guardedGet, isLoopback, nameOf, Unreachable } from "./guarded-get.ts";
import type { ImageReference } from "./image-reference.ts";
import { askForToken, parseChallenge } from "./registry-login.ts";
import { Remembered } from "./remembered.ts";

/** The value of an Authorization header for a registry that takes a login of ours; undefined for all others. @throws {NotKnown} {LookUpFailed} */
export type Login = (registry: string) => Promise<string | undefined>;

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
const MOST_REDIRECTS = 3;
/** A host that did not answer is left alone for so long: who asks for many images of it waits for one. */
const LEFT_ALONE_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export class RegistryClient {
	readonly #options: RegistryClientOptions;
	readonly #tokens: Remembered<{ readonly authorization: string; readonly livesMs: number }>;

	/** By origin, what was found of hosts that do not answer. */
	readonly #unreachable: Remembered<string>;

	constructor(options: RegistryClientOptions) {
		this.#options = options;
		this.#tokens = new Remembered({ limit: 500, elapsed: options.elapsed });
		this.#unreachable = new Remembered({ limit: 500, elapsed: options.elapsed });
	}

	/** By tag or digest; undefined where the registry has none. @throws {NotKnown} */
	async manifest(repository: Repository, reference: string, signal: AbortSignal): Promise<Content | undefined> {
		const got = await this.#get(repository, `manifests/${reference}`, { accept: MANIFESTS, mostBytes: MOST_MANIFEST_BYTES, signal });
		if (got === undefined) return undefined;
		const { headers, body } = got;
		const wanted = reference.startsWith("sha256:") ? reference : [headers["docker-content-digest"] ?? []].flat()[0];
		return { digest: verified(body, wanted, `the manifest of ${nameIn(repository)}`), mediaType: mediaTypeOf(got), bytes: body };
	}

	/** @throws {NotKnown} where there is none, too */
	async blob(repository: Repository, digest: string, mostBytes: number, signal: AbortSignal): Promise<Buffer> {
		const got = await this.#get(repository, `blobs/${digest}`, { accept: "*/*", mostBytes, signal });
		if (got === undefined) throw new NotKnown(`${nameIn(repository)} has no content ${digest}, although its manifest names it`);
		verified(got.body, digest, `a blob of ${nameIn(repository)}`);
		return got.body;
	}

	/** The index of what refers to a digest (OCI 1.1); undefined where the registry does not keep one. @throws {NotKnown} */
	async referrers(repository: Repository, digest: string, signal: AbortSignal): Promise<Buffer | undefined> {
		const accept = "application/vnd.oci.image.index.v1+json";
		const got = await this.#get(repository, `referrers/${digest}`, { accept, mostBytes: MOST_MANIFEST_BYTES, signal });
		return got !== undefined && mediaTypeOf(got) === accept ? got.body : undefined;
	}

	async #get(
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
		let got = await this.#follow(url, { ...asking, headers: { accept, ...first } });
		if (got.status === 401) {
			const authorization = await this.#answerTo(got.headers["www-authenticate"], repository, base, asking.signal);
			got = await this.#follow(url, { ...asking, headers: { accept, authorization } });
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

	/** One answer to one challenge: a registry that refuses it is not asked again and again. */
	async #answerTo(header: string | undefined, repository: Repository, base: URL, signal: AbortSignal): Promise<string> {
		const challenge = parseChallenge(header);
		if (challenge?.scheme !== "bearer" || (await this.#options.login(repository.registry)) !== undefined) {
			throw new NotKnown(`${repository.registry} does not let the gate read ${repository.repository}: it answers 401`);
		}
		const { allowed } = this.#options;
		const get = (url: URL, getting: Getting) => this.#ask(url, getting);
		const asked = async () => {
			const asking = { registry: base, repository: repository.repository, allowed, signal, get };
			const { token, livesMs } = await askForToken(challenge, asking);
			return { authorization: `Bearer ${token}`, livesMs };
		};
		const { authorization } = await this.#tokens.renew(nameIn(repository), asked, ({ livesMs }) => livesMs * 0.9);
		return authorization;
	}

	/** To other hosts without our login, and only by https. */
	async #follow(first: URL, { headers, signal, mostBytes }: Asking): Promise<Got> {
		const { allowed } = this.#options;
		let url = first;
		for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
			const { authorization, ...open } = headers;
			const sent = authorization !== undefined && url.origin === first.origin ? headers : open;
			const listed = url.origin === first.origin || (!isLoopback(url.hostname) && allowed.allows(url.host));
			const got = await this.#ask(url, { headers: sent, signal, mostBytes, listed });
			if (!REDIRECTS.has(got.status)) return got;
			const to = URL.parse(got.headers.location ?? "", url.href);
			if (to === null) throw new NotKnown(`${nameOf(url)} redirects to what is no address`);
			if (to.protocol !== "https:" && to.origin !== first.origin) {
				throw new NotKnown(`${nameOf(url)} redirects to ${nameOf(to)}, which is not https:// and is not followed`);
			}
			url = to;
		}
		throw new NotKnown(`${nameOf(first)} redirects more than ${MOST_REDIRECTS} times`);
	}

	async #ask(url: URL, getting: Getting): Promise<Got> {
		const before = await this.#unreachable.peek(url.origin);
		if (before !== undefined) throw new NotKnown(`${url.origin} is left alone for a moment: ${before}`);
		try {
			return await guardedGet(url, getting);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			const { message } = error;
			await this.#unreachable.renew(
				url.origin,
				async () => message,
				() => LEFT_ALONE_MS,
			);
			throw error;
		}
	}

	#addressOf(registry: string): URL {
		const { addressOf } = this.#options;
		if (addressOf !== undefined) return addressOf(registry);
		if (registry === "docker.io") return new URL("https://registry-1.docker.io");
		const secure = new URL(`https://${registry}`);
		return isLoopback(secure.hostname) ? new URL(`http://${registry}`) : secure;
	}
}

interface Asking {
	readonly headers: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
	readonly mostBytes: number;
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
