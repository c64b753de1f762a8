/** The bundle of a source, kept up to date: a new one that is sound takes over, and until then the last good one judges. */
import { createHash } from "node:crypto";
import { type BundleSource, SourceFailed } from "../bundle-sources/bundle-source.ts";
import type { Log } from "../log.ts";
import type { BundleMetrics } from "../metrics.ts";
import { type Bundle, readBundle } from "../rego/bundle.ts";
import type { Verification } from "../rego/verifying-key.ts";
import type { BundleMemory } from "../store/bundle-memory.ts";
import { type BundleFailure, failureOf } from "./failure.ts";
import { type InForce, putInForce } from "./in-force.ts";
import { RollbackError, refuseRollback } from "./rollback.ts";
import { Succession } from "./succession.ts";

export interface LiveBundleParts {
	readonly source: BundleSource;
	/** Undefined takes unsigned bundles, and no others. */
	readonly verification: Verification | undefined;
	/** Files of constraints, read anew with each bundle. */
	readonly constraintFiles: readonly string[];
	readonly store: BundleMemory;
	readonly log: Log;
	readonly metrics: BundleMetrics;
	/** RFC 3339. */
	readonly now: () => string;
	readonly pollingMs: number;
	/** How long the source may take, in milliseconds. */
	readonly patienceMs: number;
}

/** A file is as safe as the machine that it lies on. */
const ELSEWHERE = /^(https?|s3):/;

interface Accepted {
	readonly inForce: InForce;
	readonly signedAt: number | undefined;
}

export class LiveBundle {
	readonly succession: Succession;
	readonly #parts: LiveBundleParts;
	#etag: string | undefined;
	#problem: { readonly failure: BundleFailure; readonly message: string } | undefined;
	#polledAt: string;
	#polling: Promise<void> | undefined;
	readonly #closing = new AbortController();

	private constructor(parts: LiveBundleParts, first: Accepted, etag: string | undefined) {
		this.#parts = parts;
		this.#etag = etag;
		this.#polledAt = parts.now();
		this.succession = new Succession(first.inForce);
	}

	/** The source's bundle, or else the last good one that the store has. @throws why there is neither */
	static async open(parts: LiveBundleParts): Promise<LiveBundle> {
		const { source, metrics, now } = parts;
		try {
			const fetched = await source.fetch(undefined, AbortSignal.timeout(parts.patienceMs));
			if (fetched.type === "unchanged")
				throw new SourceFailed(`${source.name} says that nothing is new to whoever has nothing yet`, { fault: "refused" });
			const live = new LiveBundle(parts, await accept(fetched.bytes, parts), fetched.etag);
			metrics.polled(now());
			return live;
		} catch (error) {
			const live = new LiveBundle(parts, await lastGood(parts, error), undefined);
			live.#failed(error);
			return live;
		}
	}

	/** Why the last attempt brought no bundle; undefined while all is well. */
	get problem(): BundleFailure | undefined {
		return this.#problem?.failure;
	}

	/** Never throws: what is wrong is logged and counted. Asked while it is under way, it is the same attempt. */
	refresh(): Promise<void> {
		this.#polling ??= this.#poll().finally(() => {
			this.#polling = undefined;
		});
		return this.#polling;
	}

	/** At most once in each polling interval. */
	async refreshIfDue(): Promise<void> {
		const { now, pollingMs } = this.#parts;
		if (Date.parse(now()) - Date.parse(this.#polledAt) >= pollingMs) await this.refresh();
	}

	/** Gives up what is on its way. */
	async close(): Promise<void> {
		this.#closing.abort();
		await this.#polling;
		await this.succession.close();
	}

	async #poll(): Promise<void> {
		const { source, metrics, now, patienceMs } = this.#parts;
		this.#polledAt = now();
		try {
			const fetched = await source.fetch(this.#etag, AbortSignal.any([AbortSignal.timeout(patienceMs), this.#closing.signal]));
			if (fetched.type === "fetched") await this.#take(fetched.bytes);
			if (fetched.type === "fetched") this.#etag = fetched.etag;
			this.#problem = undefined;
			metrics.polled(now());
		} catch (error) {
			if (!this.#closing.signal.aborted) this.#failed(error);
		}
	}

	async #take(bytes: Uint8Array): Promise<void> {
		const { engine } = this.succession.current;
		if (createHash("sha256").update(bytes).digest("hex") === engine.digest) return;
		const { inForce, signedAt } = await accept(bytes, this.#parts);
		this.succession.replace(inForce);
		const { source, log } = this.#parts;
		log.info("new policies", {
			bundle: source.name,
			before: engine.revision,
			revision: inForce.engine.revision,
			...(signedAt && { signedAt }),
		});
		for (const warning of inForce.warnings) log.info(warning);
	}

	/** Told once for as long as it is the same. */
	#failed(error: unknown): void {
		const { source, log, metrics } = this.#parts;
		const problem = { failure: failureOf(error), message: (error as Error).message };
		metrics.failed(problem.failure);
		if (problem.message !== this.#problem?.message) {
			const { revision } = this.succession.current.engine;
			log.alarm("the policy bundle cannot be renewed: the last good one judges", { bundle: source.name, ...problem, revision });
		}
		this.#problem = problem;
	}
}

/** Verified, newer than all before it, ready to judge, and on record: in this order, so that a restart finds what has judged. */
async function accept(bytes: Uint8Array, parts: LiveBundleParts): Promise<Accepted> {
	const { source, store, verification, constraintFiles, now } = parts;
	const bundle = await readBundle(bytes, verification);
	const signedAt = bundle.signature?.signedAt;
	if (bundle.signature !== undefined) refuseRollback(bundle.signature, await store.newestSignature(source.name), now());
	const inForce = await putInForce(bundle, constraintFiles, doubtsAbout(bundle, parts));
	try {
		if (await store.keepBundle(source.name, { bytes, signedAt, at: now() })) return { inForce, signedAt };
		throw new RollbackError("another process has just accepted a bundle that was signed later");
	} catch (error) {
		await inForce.engine.close();
		throw error;
	}
}

/** What an operator should know who may not have meant it so. */
function doubtsAbout({ signature }: Bundle, { source: { name }, verification }: LiveBundleParts): readonly string[] {
	if (verification === undefined)
		return ELSEWHERE.test(name)
			? [`nobody verifies the policies from ${name}: whoever can write there decides what may run (TASKGATE_BUNDLE_KEY)`]
			: [];
	return signature?.signedAt === undefined
		? ["the bundle's signature does not say when it was made: nothing tells it from an older one"]
		: [];
}

/** Held against key and time like any other. */
async function lastGood(parts: LiveBundleParts, why: unknown): Promise<Accepted> {
	const { source, store } = parts;
	const bytes = await store.lastBundle(source.name);
	if (bytes === undefined) throw why;
	try {
		return await accept(bytes, parts);
	} catch (error) {
		const reason = `${(why as Error).message}; and the last good bundle, which the store has, cannot be used: ${(error as Error).message}`;
		throw new Error(reason, { cause: error });
	}
}
