/** The policies of a gate, as its configuration names them: the built-in library, or a source that is asked again and again. */
import { openBundleSource } from "../bundle-sources/open-source.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { BundleMetrics } from "../metrics.ts";
import { openBuiltIn } from "../rego/built-in-bundle.ts";
import { readVerification, type Verification } from "../rego/verifying-key.ts";
import type { BundleMemory } from "../store/bundle-memory.ts";
import { systemNow } from "../world.ts";
import { putInForce } from "./in-force.ts";
import { LiveBundle } from "./live-bundle.ts";
import { Succession } from "./succession.ts";

interface Surroundings {
	readonly store: BundleMemory;
	readonly log: Log;
	readonly metrics: BundleMetrics;
	/** How long the source may take, in milliseconds. */
	readonly patienceMs?: number | undefined;
}

export interface LivePolicies {
	readonly succession: Succession;
	/** Undefined for the built-in library, which never changes. */
	readonly live: LiveBundle | undefined;
	close(): Promise<void>;
}

/** Whoever waits for an answer may have to wait so long for a bundle besides. */
const PATIENCE_MS = 5_000;

/** @throws {UnusableKey} {SourceFailed} {BundleError} {ConstraintError} what keeps the gate from starting. */
export async function openLivePolicies(
	config: Config,
	{ store, log, metrics, patienceMs = PATIENCE_MS }: Surroundings,
): Promise<LivePolicies> {
	const constraintFiles = config.TASKGATE_CONSTRAINTS === undefined ? [] : [config.TASKGATE_CONSTRAINTS];
	const address = config.TASKGATE_BUNDLE;
	const verification = await verificationBy(config);
	if (address === undefined) {
		if (verification !== undefined)
			throw new Error(
				"TASKGATE_BUNDLE_KEY is set, and TASKGATE_BUNDLE is not: nothing that is signed would be judged by. Set both, or neither",
			);
		const succession = new Succession(await putInForce(await openBuiltIn(), constraintFiles));
		return { succession, live: undefined, close: () => succession.close() };
	}
	const source = await openBundleSource(address, sourceOptions(config));
	const pollingMs = config.TASKGATE_BUNDLE_POLLING;
	const parts = { source, verification, constraintFiles, store, log, metrics, now: systemNow, pollingMs, patienceMs };
	const live = await LiveBundle.open(parts);
	return { succession: live.succession, live, close: () => live.close() };
}

/** Undefined where there is no key. @throws {UnusableKey} */
export async function verificationBy(config: Config): Promise<Verification | undefined> {
	const { TASKGATE_BUNDLE_KEY: key, TASKGATE_BUNDLE_ALGORITHM: algorithm } = config;
	if (key === undefined) return undefined;
	return readVerification({ key, algorithm, keyId: config.TASKGATE_BUNDLE_KEY_ID, scope: config.TASKGATE_BUNDLE_SCOPE });
}

export function sourceOptions({ TASKGATE_BUNDLE_TOKEN: token, TASKGATE_BUNDLE_HTTP }: Config) {
	return { token, allowHttp: TASKGATE_BUNDLE_HTTP === "on" };
}
