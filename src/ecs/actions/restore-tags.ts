/** RestoreTags: refused tags are taken away, and the admission tag goes back to what our own record says. Nothing is guessed. */
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-ecs";
import { ADMITTED } from "../../admission/verdict-tags.ts";
import { parseArn } from "../arn.ts";
import { describeTags } from "../look-ups/tags.ts";
import { done, ended, type Job, type Perform } from "./job.ts";

/** Nobody but Taskgate has business with these. */
const OURS = /^taskgate:/i;

/** What a key should be: gone, this value, or what nobody can tell. */
type Rightful = { readonly value: string | undefined } | "unknown";

export const restoreTags: Perform = async (job) => {
	const { action, place, ecs, options } = job;
	const now = await describeTags(ecs, place, action.target, options);
	if (now === undefined) return ended("superseded", "what was tagged is gone");
	const { tags = {}, untag = [] } = action.parameters ?? {};
	const asLeft = [
		...Object.entries(tags).filter(([key, value]) => now[key] === value),
		...untag.filter((key) => now[key] === undefined).map((key) => [key, undefined] as const),
	];
	if (asLeft.length === 0) return ended("superseded", "the tags have been changed since");

	const gone: string[] = [];
	const back: { key: string; value: string }[] = [];
	const left: string[] = [];
	for (const [key, value] of asLeft) {
		const rightful = await rightfulOf(job, key, value);
		if (rightful === "unknown") left.push(key);
		else if (rightful.value === undefined && value !== undefined) gone.push(key);
		else if (rightful.value !== undefined && rightful.value !== value) back.push({ key, value: rightful.value });
	}
	const also = left.length > 0 ? `; what ${left.join(", ")} should be is not known` : "";
	// One call an action, so that its echo is known again: what lets somebody in goes first.
	if (gone.length > 0) {
		const removed = await ecs.send(new UntagResourceCommand({ resourceArn: action.target, tagKeys: gone }), options);
		const lacking = back.length > 0 ? `; still to be set again: ${back.map(({ key, value }) => `${key}=${value}`).join(", ")}` : "";
		return done(removed, `the tags ${gone.join(", ")} were removed${lacking}${also}`);
	}
	if (back.length > 0) {
		const set = await ecs.send(new TagResourceCommand({ resourceArn: action.target, tags: back }), options);
		return done(set, `the tags ${back.map(({ key, value }) => `${key}=${value}`).join(", ")} were put back${also}`);
	}
	return left.length > 0 ? ended("notApplicable", also.slice(2)) : ended("superseded", "the tags are as they should be");
};

/** `value`: what the call has set; undefined where it removed the key. */
async function rightfulOf({ action, means }: Job, key: string, value: string | undefined): Promise<Rightful> {
	if (key === means.admissionTag) {
		if (parseArn(action.target)?.resourceType !== "task-definition") return { value: undefined };
		const verdict = await means.newestVerdict(action.target, "TaskDefinition");
		if (verdict === "allowed") return { value: ADMITTED };
		return verdict === "denied" ? { value: undefined } : "unknown";
	}
	// IAM does not tell upper from lower case in a key: another spelling of the admission tag would pass for it.
	const isForged = OURS.test(key) || key.toLowerCase() === means.admissionTag?.toLowerCase();
	return isForged && value !== undefined ? { value: undefined } : "unknown";
}
