/** Compliance by standard as tables; the console shows the same. */
import { type Html, html } from "../console/html.ts";
import type { Compliance, ControlResult } from "./standard.ts";
import { counted, plain } from "./text.ts";

/** One folded table for each standard, the figures that matter in its summary. */
export function complianceTables(compliance: readonly Compliance[]): readonly Html[] {
	return compliance.map(({ standard, controls }) => {
		const failed = controls.filter((control) => control.failed > 0).length;
		const unknown = controls.filter((control) => control.failed === 0 && control.unknown > 0).length;
		const passed = controls.filter(isPassed).length;
		return html`<details class="standard">
<summary><h3>${standard.title}</h3> <span class="quiet">${counted(controls.length, "control")}: ${failed} failed, ${unknown} unknown, ${passed} passed, ${controls.length - failed - unknown - passed} excused, not applicable or not asked</span></summary>
<p class="quiet">${standard.about}</p>
<div class="wide" role="region" tabindex="0" aria-label="Table, may scroll sideways"><table>
<caption>Objects by what the policies of a control came to; each counts once, by the worst of them</caption>
<thead><tr><th scope="col">control</th><th scope="col">policies</th>${COLUMNS.map(([, name]) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${controls.map(row)}</tbody>
</table></div></details>
`;
	});
}

const COLUMNS = [
	["failed", "failed"],
	["unknown", "unknown"],
	["exempted", "exempted"],
	["passed", "passed"],
	["notApplicable", "not applicable"],
	["notAsked", "not asked"],
] as const satisfies readonly (readonly [keyof ControlResult, string])[];

/** Something passed it, and nothing speaks against it: what nobody asked, or excused, has not passed. */
function isPassed({ passed, failed, unknown, exempted, notAsked }: ControlResult): boolean {
	return passed > 0 && failed + unknown + exempted + notAsked === 0;
}

const LOOKS: Readonly<Partial<Record<keyof ControlResult, string>>> = { failed: "denied", unknown: "undecided" };

function row(result: ControlResult): Html {
	const cells = COLUMNS.map(([key]) => html`<td class="number ${result[key] > 0 && LOOKS[key]}">${result[key].toLocaleString("en")}</td>`);
	return html`<tr><th scope="row">${plain(result.control)}</th><td>${plain(result.policies.join(", "))}</td>${cells}</tr>`;
}
