/** A GET that follows redirects, to where the gate may go, and leaves hosts alone that do not answer. */
import type { AllowedRegistries } from "./allowed-registries.ts";
import { NotKnown } from "./evidence.ts";
import { type Getting, type Got, guardedGet, isLoopback, nameOf, Unreachable } from "./guarded-get.ts";
import { Remembered } from "./remembered.ts";

export interface Following {
	readonly headers: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
	readonly mostBytes: number;
}

const MOST_REDIRECTS = 3;
/** A host that did not answer is left alone for so long: who asks for many images of it waits for one. */
const LEFT_ALONE_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export class FollowedGet {
	readonly #allowed: AllowedRegistries;
	/** By origin, what was found of hosts that do not answer. */
	readonly #unreachable: Remembered<string>;

	/** `elapsed`: milliseconds since any fixed instant. */
	constructor(allowed: AllowedRegistries, elapsed: () => number) {
		this.#allowed = allowed;
		this.#unreachable = new Remembered({ limit: 500, elapsed });
	}

	/** To other hosts without our login, and only by https. @throws {NotKnown} */
	async follow(first: URL, { headers, signal, mostBytes }: Following): Promise<Got> {
		let url = first;
		for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
			const { authorization, ...open } = headers;
			const sent = authorization !== undefined && url.origin === first.origin ? headers : open;
			const listed = url.origin === first.origin || (!isLoopback(url.hostname) && this.#allowed.allows(url.host));
			const got = await this.get(url, { headers: sent, signal, mostBytes, listed });
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

	/** Redirects are answers like others. @throws {NotKnown} */
	async get(url: URL, getting: Getting): Promise<Got> {
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
}
