/** What a policy could not say of an object, and why. */
import { type Html, html } from "../../console/html.ts";
import type { ReportedDecision } from "../report.ts";
import { plain } from "../text.ts";

interface Note {
	readonly policy?: string;
	readonly reason: string;
}

export function notes({ failures, unknown, notApplicable }: Pick<ReportedDecision, "failures" | "unknown" | "notApplicable">): Html {
	return html`${list("Could not be judged", failures)}${list("Unknown before deployment, or masked", unknown)}${list("Did not apply", notApplicable)}`;
}

/** One line for a reason, however many policies it is about. */
function list(title: string, of: readonly Note[]): Html | false {
	const lines = [...Map.groupBy(of, ({ reason }) => reason)].map(([reason, about]) => {
		const policies = [...new Set(about.flatMap(({ policy }) => policy ?? []))].join(", ");
		return html`<li>${plain(reason)}${policies !== "" && html` <span class="quiet">${plain(policies)}</span>`}</li>`;
	});
	return lines.length > 0 && html`<h5>${title}</h5><ul class="notes">${lines}</ul>`;
}
