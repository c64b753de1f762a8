/** Exemptions: what each excuses here, by whom and until when; those that end soon come first and are marked. */
import { type Html, html } from "../../console/html.ts";
import type { Report } from "../report.ts";
import { counted, plain } from "../text.ts";
import { moment } from "./words.ts";

export function exemptionsSection({ decisions, exemptions, audit }: Report): Html | false {
	const excused = Map.groupBy(
		decisions.flatMap(({ violations }) => violations.flatMap(({ exemption }) => exemption ?? [])),
		(name) => name,
	);
	const expiring = new Set(audit?.expiring.map(({ name }) => name));
	const shown = exemptions
		.filter(({ name }) => excused.has(name) || expiring.has(name))
		.toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
	if (shown.length === 0) return false;
	return html`<section aria-labelledby="exemptions">
<h2 id="exemptions">Exemptions</h2>
${expiring.size > 0 && html`<p class="soon">${counted(expiring.size, "exemption")} will end within 14 days; from then on the policy applies again.</p>`}
<div class="wide" role="region" tabindex="0" aria-label="Table, may scroll sideways"><table>
<caption>Exemptions that excuse something here, or end soon</caption>
<thead><tr><th scope="col">exemption</th><th scope="col">policy</th><th scope="col">reason</th><th scope="col">approved by</th><th scope="col">until</th><th scope="col" class="number">excuses</th></tr></thead>
<tbody>${shown.map(
		({ name, policy, reason, approvedBy, expiresAt }) =>
			html`<tr><th scope="row">${plain(name)}</th><td>${plain(policy)}</td><td>${plain(reason)}</td><td>${plain(approvedBy)}</td><td>${moment(expiresAt)}${expiring.has(name) && html` <strong class="soon">ends soon</strong>`}</td><td class="number">${excused.get(name)?.length ?? 0}</td></tr>`,
	)}</tbody>
</table></div>
</section>
`;
}
