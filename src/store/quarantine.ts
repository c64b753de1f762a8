/** The part of the store that keeps what was taken out of use: image digests and task definition revisions, each until a certain time. */

export interface Quarantined {
	/** `sha256:…` of an image, wherever it is used, or the full ARN of a task definition's revision. */
	readonly what: string;
	/** Why, for whoever is refused. */
	readonly reason: string;
	/** The decision on the alert, as `decision UID`; or the person. */
	readonly by: string;
	/** RFC 3339. */
	readonly since: string;
	/** RFC 3339. From this instant on it is no longer on the list. */
	readonly until: string;
}

export interface Quarantine {
	/** What is on the list already stays on it for the longer of both times, with the new reason. */
	quarantine(entry: Quarantined): Promise<void>;
	/** What is on the list at `now`, the newest first. */
	quarantined(now: string): Promise<readonly Quarantined[]>;
	/** False where it was not on the list. */
	liftQuarantine(what: string): Promise<boolean>;
}

export function isQuarantinable(what: string): boolean {
	const isDigest = /^sha256:[0-9a-f]{64}$/.test(what);
	return isDigest || /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/[\w-]{1,255}:\d{1,9}$/.test(what);
}

/** @throws {RangeError} for what is neither. */
export function quarantinable(what: string): string {
	if (isQuarantinable(what)) return what;
	throw new RangeError(
		`what is quarantined must be sha256:… of an image, or the full ARN of a task definition with its revision; not ${what.slice(0, 200)}`,
	);
}
