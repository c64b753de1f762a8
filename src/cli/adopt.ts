/** `taskgate register --adopt`: a line for each revision. */
import { type Adopted, adopt } from "../adopt.ts";
import { jsonText, plain } from "../report/text.ts";
import type { World } from "../world.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface AdoptOptions {
	readonly account?: string;
	readonly region?: string;
	readonly dryRun?: true;
	readonly format: "terminal" | "json";
}

/** Answers the exit code. */
export async function adoptAll(
	world: World,
	references: readonly string[],
	{ account, region, dryRun, format }: AdoptOptions,
): Promise<0 | 1 | 2> {
	const revisions: Adopted[] = [];
	for await (const adopted of adopt(world, { references, account, region, dryRun: dryRun ?? false })) {
		revisions.push(adopted);
		if (format === "terminal") await print(`${adopted.verdict.padEnd(11)}${plain(nameOf(adopted.arn))}  ${plain(adopted.outcome)}\n`);
	}
	if (format === "json") await print(jsonText({ revisions }));
	if (revisions.length === 0) throw new UsageError(`there is no active revision of ${references.join(", ")}`);
	if (revisions.some(({ verdict }) => verdict === "undecided")) return 2;
	return revisions.some(({ verdict }) => verdict === "denied") ? 1 : 0;
}

/** `web:3` */
function nameOf(arn: string): string {
	return arn.slice(arn.lastIndexOf("/") + 1);
}
