/** Why nothing was registered, in the look of `check`, on stderr: standard output is for ECS's answer. */
import type { Command } from "commander";
import type { Outcome } from "../register.ts";
import { FORMATS } from "../report/formats.ts";
import type { ReportedDecision } from "../report/report.ts";
import { outputWidth, wantsColor } from "./output.ts";
import type { Definition } from "./read-definition.ts";

interface Telling {
	readonly format: "terminal" | "json";
	readonly command: Command;
}

export async function tellRefusal(
	{ refusal, uid }: Extract<Outcome, { outcome: "refused" }>,
	{ source, body, position }: Definition,
	{ format, command }: Telling,
): Promise<void> {
	const { verdict, violations, failures } = refusal;
	const decision: ReportedDecision = {
		source,
		line: position("").line,
		kind: "TaskDefinition",
		name: typeof body.family === "string" ? body.family : "",
		verdict,
		violations: violations.map((violation) => ({ ...violation, line: position(violation.field ?? "").line })),
		failures,
		unknown: [],
		notApplicable: [],
		explanation: { skipped: [], lookedUp: [] },
	};
	const report = { decisions: [decision], skipped: 0, exemptions: [], policies: [] };
	process.stderr.write(FORMATS[format](report, { color: wantsColor(command), width: outputWidth(), explain: false }));
	if (format === "terminal") console.error(`taskgate: nothing was registered; it is on record as decision ${uid}`);
}
