/** Writes docs/enforcement-points.md from what each point says of itself. Run: npm run generate:points */
import { writeFile } from "node:fs/promises";
import { REACHES, WHEN_OFF } from "../src/console/points-page.ts";
import { POINTS } from "../src/enforcement-points/points.ts";

const PAGE = new URL("../docs/enforcement-points.md", import.meta.url);

const MENDS = "\n- Patches: [what a constraint with `mutate: true` mends](mutation.md) is mended before it is judged.";

/** The page's whole text. */
export function enforcementPointsPage(): string {
	const reaches = Object.entries(REACHES).map(([reach, meaning]) => `| \`${reach}\` | ${meaning} |`);
	const rows = POINTS.map(({ name, reach, whenOff, about }) =>
		[`[\`${name}\`](#${name})`, reach, about.delay, WHEN_OFF[whenOff]].join(" | "),
	).map((cells) => `| ${cells} |`);
	const sections = POINTS.map(
		({ name, reach, about, mutates }) =>
			`## ${name}\n\n**${reach}**: ${REACHES[reach]}.\n\n- Catches: ${about.catches}.\n- Delay: ${about.delay}.\n- Bypassed by: ${about.bypass}.\n- Closed by: ${about.closedBy}.${mutates ? MENDS : ""}`,
	);
	return `<!-- Generated from what each enforcement point says of itself: npm run generate:points. Do not edit. -->

# The ways into ECS, and what is promised at each

ECS has no webhook in its API: what Taskgate can do depends on where it meets a workload. \`TASKGATE_ENFORCE=off\` (the default) and \`taskgate halt\` take
the last column's effect. Every way round, with what closes it or that nothing does: [bypass.md](bypass.md). What undoing comes to, kind by kind:
[what a refusal does](what-a-refusal-does.md).

| reach | meaning |
|---|---|
${reaches.join("\n")}

| point | reach | from call to verdict | while off or halted |
|---|---|---|---|
${rows.join("\n")}

${sections.join("\n\n")}
`;
}

if (import.meta.main) await writeFile(PAGE, enforcementPointsPage());
