/** One HTML file: no script, nothing fetched, readable on paper and on a phone, light and dark. */
import { createHash } from "node:crypto";
import packageJson from "../../../package.json" with { type: "json" };
import { Html, html } from "../../console/html.ts";
import { type Format, overallVerdict, type Report, summaryOf } from "../report.ts";
import { complianceOf } from "../standard.ts";
import { complianceTables } from "../standard-table.ts";
import { counted } from "../text.ts";
import { everyObject } from "./every-object.ts";
import { exemptionsSection } from "./exemptions.ts";
import { findingsByFile, findingsByPolicy } from "./findings.ts";
import { head } from "./head.ts";
import { notJudged } from "./not-judged.ts";
import { scores } from "./scores.ts";
import { REPORT_STYLE } from "./style.ts";
import { trend } from "./trend.ts";
import { worst } from "./worst.ts";

/** More objects than these nobody reads one after the other: their findings are told by policy, folded up. */
const MOST_BY_FILE = 200;

export const htmlReport: Format = (report, { standard }) => {
	const style = createHash("sha256").update(REPORT_STYLE).digest("base64");
	const csp = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
	const byFile = report.audit === undefined && report.decisions.length <= MOST_BY_FILE;
	const compliance = complianceOf(report, standard);
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Taskgate ${packageJson.version}">
<title>${titleOf(report)} · Taskgate</title>
${new Html(`<style>${REPORT_STYLE}</style>`)}
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>${titleOf(report)}</h1>
${head(report)}
</header>
<main>
${notJudged(report)}
${scores(report)}
${trend(report)}
${worst(report)}
<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${byFile ? findingsByFile(report) : findingsByPolicy(report)}
</section>
${exemptionsSection(report)}
${compliance.length > 0 && html`<section aria-labelledby="compliance"><h2 id="compliance">Compliance by standard</h2>${complianceTables(compliance)}</section>`}
${!byFile && everyObject(report)}
</main>
<footer><p>Taskgate ${packageJson.version}. <em>Unknown</em> values exist at deploy time only or are masked; they are no pass, and neither is what could not be judged.</p></footer>
</body>
</html>
`.text;
};

function titleOf(report: Report): string {
	const { denied, undecided } = summaryOf(report);
	const titles = {
		undecided: `${counted(undecided, "object")} could not be judged`,
		denied: `${counted(denied, "object")} denied`,
		allowed: "Everything is allowed",
	};
	return titles[overallVerdict(report)];
}
