/** Who was excused from what, by whom, until when. The engine applies exemptions; policy authors never code them. */
import type { Match } from "./constraint.ts";

export interface Exemption {
	readonly name: string;
	readonly policy: string;
	/** `accounts` is compulsory; containers, images and fields narrow it to single violations. */
	readonly match: Match & {
		readonly containers?: readonly string[];
		readonly images?: readonly string[];
		readonly fields?: readonly string[];
	};
	readonly reason: string;
	readonly approvedBy: string;
	/** RFC 3339. From this instant on it applies nowhere. */
	readonly expiresAt: string;
}
