/** A period for machines: the stable shape. */
import type { Period } from "./period.ts";
import { jsonText } from "./text.ts";

/** A percentile past the histogram's last bound has no number: it is null. */
export function periodJson(period: Period): string {
	return jsonText(period);
}
