/** The part of the store that outlives an unreachable bundle service and a restart: the last good bundle of each source, and how new one must be. */

export interface AcceptedBundle {
	readonly bytes: Uint8Array;
	/** Seconds since 1970, as its signature says; undefined where it says nothing, or there is none. */
	readonly signedAt: number | undefined;
	/** RFC 3339. */
	readonly at: string;
}

export interface BundleMemory {
	/** `signedAt` of the newest signature that was ever accepted from the source. It outlives bundles without one. */
	newestSignature(source: string): Promise<number | undefined>;
	/** The one accepted last. */
	lastBundle(source: string): Promise<Uint8Array | undefined>;
	/** All or nothing. False, and nothing is kept, when a newer signature was accepted: perhaps by another process, just now. */
	keepBundle(source: string, bundle: AcceptedBundle): Promise<boolean>;
}
