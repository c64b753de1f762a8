/** The ECS objects of files → decisions. ECS is not asked: the files are all there is. */
import { judge } from "../admit.ts";
import type { ReportedDecision } from "../report/report.ts";
import { reportedDecision, unreadableFile } from "../report/reported-decision.ts";
import type { JudgeWorld } from "../world.ts";
import { Definitions } from "./definitions.ts";
import type { EcsObject } from "./ecs-object.ts";
import type { Unreadable } from "./read-files.ts";

/** One decision per object, and one that is undecided per file that could not be read, in their order. */
export async function judgeFiles(
	world: Omit<JudgeWorld, "reader">,
	found: readonly (EcsObject | Unreadable)[],
): Promise<readonly ReportedDecision[]> {
	const definitions = new Definitions(found.filter((each) => "request" in each));
	const decisions: ReportedDecision[] = [];
	for (const each of found) {
		if (!("request" in each)) {
			decisions.push(unreadableFile(each));
			continue;
		}
		const { source, request } = each;
		const decision = await judge({ ...world, reader: definitions.readerFor(source) }, { ...request, time: request.time || world.now() });
		decisions.push(reportedDecision(decision, each));
	}
	return decisions;
}
