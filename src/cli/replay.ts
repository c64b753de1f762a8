/** `taskgate replay`: what recorded events would have come to under other policies. Nothing is recorded and nothing is done. */
import { type Command, Option } from "commander";
import { findFiles } from "../check/find-files.ts";
import { judgeFiles } from "../check/judge-files.ts";
import { readConfig } from "../config.ts";
import { profileNames } from "../constraints/profile.ts";
import { readRecordedFiles } from "../replay/read-recorded.ts";
import { replayExitCode, replayOf } from "../report/replay.ts";
import { replayJson, replayTerminal } from "../report/replay-text.ts";
import { bundleOption, policiesOption } from "./chosen-policies.ts";
import { constraintsOption, type InForceOptions, nameInForce, openInForce, profileOption } from "./in-force.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { writeOutput } from "./tell-report.ts";
import { UsageError } from "./usage-error.ts";

interface ReplayOptions extends InForceOptions {
	readonly against?: string;
	readonly format: "terminal" | "json";
	readonly output?: string;
}

const HELP = `
Examples:
  taskgate replay --profile restricted events.jsonl        what would change if \`restricted\` were in force
  taskgate replay --constraints next.yaml --against now.yaml events/
  taskgate replay --policies ./policies events.jsonl       what a folder of new policies would deny
  curl -s $GATE/v1/decisions/UID | taskgate replay --profile restricted -

Read are recorded EventBridge events (CloudTrail calls and ECS task state changes), and decisions of Taskgate that carry their
object, as JSON: one object, an array, or one object a line. A happening that several events tell of is judged once. ECS is not
asked: a task definition that a service or a task names is looked for among the files, else what it holds is unknown.
Compared is what --profile, --constraints, --bundle and --policies say with what is in force: TASKGATE_CONSTRAINTS, else the
profile \`baseline\`, or what --against names. This is no EventBridge replay: no event is sent, recorded or acted on.

Exit codes: 0 nothing would be newly denied · 1 something would be · 2 something could not be judged, or it was used wrongly`;

export function registerReplay(program: Command): void {
	program
		.command("replay")
		.description("judge recorded events by other policies, and tell what would change")
		.argument("<file...>", "files and folders; - is standard input")
		.addOption(profileOption())
		.addOption(constraintsOption())
		.addOption(bundleOption())
		.addOption(policiesOption())
		.option("--against <name>", "compare with this profile, or file of constraints, instead of what is in force")
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.option("-o, --output <file>", "write it to a file")
		.addHelpText("after", HELP)
		.action(replay);
}

async function replay(paths: readonly string[], options: ReplayOptions, command: Command): Promise<void> {
	const { profile, constraints, bundle, policies, against, format, output } = options;
	const config = readConfig();
	const isTrying = [profile, constraints, bundle, policies, against].some((option) => option !== undefined);
	if (!isTrying) throw new UsageError("nothing to try: say what would be in force with --profile, --constraints, --bundle or --policies");
	const standing: InForceOptions = await standingOf(against);
	const tried: InForceOptions = profile === undefined && policies === undefined ? options : { ...options, constraints: constraints ?? [] };
	const [before, after] = [await openInForce(standing, config, command), await openInForce(tried, config, command)];

	const { files, problems } = await findFiles(paths);
	const { found, skipped, repeated } = await readRecordedFiles(files, process.stdin);
	const all = [...problems, ...found];
	const names = { before: nameInForce(standing, config), after: nameInForce(tried, config) };
	const told = replayOf(await judgeFiles(before, all), await judgeFiles(after, all), { skipped, repeated, names });

	if (all.length === 0) console.error(`taskgate: nothing was judged: no event in ${paths.join(", ")} asks for anything`);
	process.exitCode = replayExitCode(told);
	const style = { color: wantsColor(command) && output === undefined, width: outputWidth(), explain: false };
	const text = format === "json" ? replayJson(told) : replayTerminal(told, style);
	await (output === undefined ? print(text) : writeOutput(output, text));
}

/** A profile by its name, else a file; and nothing of the environment's beside it. */
async function standingOf(against: string | undefined): Promise<InForceOptions> {
	if (against === undefined) return {};
	return (await profileNames()).includes(against) ? { profile: against, constraints: [] } : { constraints: [against] };
}
