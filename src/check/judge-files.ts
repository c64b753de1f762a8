/** The ECS objects of files → decisions. ECS is not asked: the files are all there is. */
import { judge } from "../judge.ts";
import type { ReportedDecision } from "../report/report.ts";
import { reportedDecision, templateNotFollowed, unreadableFile } from "../report/reported-decision.ts";
import type { JudgeWorld } from "../world.ts";
import { Definitions } from "./definitions.ts";
import type { EcsObject } from "./ecs-object.ts";
import { hidingValues } from "./hide-values.ts";
import type { Found } from "./read-file.ts";

/**
 * In their order: one decision per object, one that is undecided per file that could not be read, and one that leaves open what
 * a template brings in that was not followed.
 */
export async function judgeFiles(world: Omit<JudgeWorld, "reader">, found: readonly Found[]): Promise<readonly ReportedDecision[]> {
	const objects = found.filter((each) => "request" in each);
	const definitions = new Definitions(objects);
	// A service's messages speak of its task definition: what one object marks as sensitive is hidden in all.
	const hide = hidingValues(objects.flatMap(({ sensitive = [] }) => sensitive));
	const decisions: ReportedDecision[] = [];
	for (const each of found) {
		if ("request" in each) decisions.push(hide(await decisionOn(each, world, definitions)));
		else decisions.push(hide("id" in each ? templateNotFollowed(each) : unreadableFile(each)));
	}
	return decisions;
}

async function decisionOn(object: EcsObject, world: Omit<JudgeWorld, "reader">, definitions: Definitions): Promise<ReportedDecision> {
	const { request, title = "" } = object;
	const decision = await judge({ ...world, reader: definitions.readerFor(object) }, { ...request, time: request.time || world.now() });
	const reported = reportedDecision(decision, object);
	return { ...reported, name: reported.name || title };
}
