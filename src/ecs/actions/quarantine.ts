/** Quarantine: a revision, and its image by digest, are refused from now on at every point. AWS is not called. */
import type { StoredAction } from "../../store/store.ts";
import type { ActionResult } from "../action-result.ts";
import { ended, type Means } from "./job.ts";

export async function quarantine(
	{ quarantine: put }: Means,
	{ target, parameters, reason, decisionUid }: StoredAction,
): Promise<ActionResult> {
	const { digest } = parameters ?? {};
	const whats = digest === undefined ? [target] : [target, digest];
	const until = await put(whats, { reason, by: `decision ${decisionUid}` });
	return ended("done", `${whats.join(" and ")} ${whats.length > 1 ? "are" : "is"} refused until ${until}`);
}
