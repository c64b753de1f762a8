/** The controls of each standard: the policies that make them, whether these are in force, and what they have found. */
import type { Policy } from "../admission/policy.ts";
import { STANDARDS, type Standard } from "../report/standard-list.ts";
import { counted } from "../report/text.ts";
import type { FindingCount } from "../store/finding-history.ts";
import { address } from "./address.ts";
import { type Html, html } from "./html.ts";
import { grouped, policyLink } from "./marks.ts";
import { page } from "./page.ts";

export interface StandardsView {
	readonly policies: readonly Policy[];
	/** Ids of those that a constraint asks. */
	readonly inForce: ReadonlySet<string>;
	/** Of what is open or exempted. */
	readonly counts: readonly FindingCount[];
}

interface Control {
	readonly name: string;
	readonly policies: readonly Policy[];
}

export function standardsPage({ policies, inForce, counts }: StandardsView): string {
	const found = STANDARDS.map((standard) => ({ standard, controls: controlsOf(standard, policies) })).filter(
		({ controls }) => controls.length > 0,
	);
	return page(
		{
			title: "Standards",
			at: "/standards",
			lead: "By what the policies themselves refer to. A control without an open finding has not passed: only what was asked can tell.",
		},
		html`${found.map(({ standard, controls }) => standardItem(standard, controls, inForce, counts))}`,
	);
}

/** As people count: ECS.2 before ECS.10. */
function controlsOf(standard: Standard, policies: readonly Policy[]): readonly Control[] {
	const makers = policies.flatMap((policy) => standard.controlsOf(policy).map((name) => ({ name, policy })));
	return [...Map.groupBy(makers, ({ name }) => name)]
		.map(([name, some]) => ({ name, policies: some.map(({ policy }) => policy) }))
		.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

function standardItem(
	{ id, title, about }: Standard,
	controls: readonly Control[],
	inForce: ReadonlySet<string>,
	counts: readonly FindingCount[],
): Html {
	const asked = controls.filter(({ policies }) => policies.some((policy) => inForce.has(policy.id))).length;
	const failing = controls.filter((control) => countOf(control, counts, "open") > 0).length;
	return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p class="quiet">${about}</p>
<p>${counted(controls.length, "control")}: ${asked} asked, <b>${failing}</b> with open findings.</p>
<details><summary>The controls</summary><table class="cards">
<thead><tr><th scope="col">Control</th><th scope="col">Policies</th><th scope="col">Asked</th><th scope="col" class="number">Open</th><th scope="col" class="number">Excused</th></tr></thead>
<tbody>${controls.map((control) => controlRow(control, inForce, counts))}</tbody>
</table></details></section>
`;
}

function controlRow(control: Control, inForce: ReadonlySet<string>, counts: readonly FindingCount[]): Html {
	const { name, policies } = control;
	const asked = policies.filter(({ id }) => inForce.has(id)).length;
	const openCount = countOf(control, counts, "open");
	const [only] = policies.length === 1 ? policies : [];
	const shown =
		openCount > 0 && only !== undefined
			? html`<a href="${address("/findings", { state: "open", policy: only.id })}">${grouped(openCount)}</a>`
			: grouped(openCount);
	return html`<tr>
<td data-label="Control"><div><b>${name}</b></div></td>
<td data-label="Policies"><div>${policies.map(({ id }) => html`${policyLink(id)}<br>`)}</div></td>
<td data-label="Asked"><div>${asked === policies.length ? "yes" : html`<span class="quiet">${asked === 0 ? "no" : `${asked} of ${policies.length}`}</span>`}</div></td>
<td class="number" data-label="Open"><div>${shown}</div></td>
<td class="number" data-label="Excused"><div>${grouped(countOf(control, counts, "exempted"))}</div></td>
</tr>
`;
}

function countOf({ policies }: Control, counts: readonly FindingCount[], state: FindingCount["state"]): number {
	const ids = new Set(policies.map(({ id }) => id));
	return counts.filter((one) => one.state === state && ids.has(one.policy)).reduce((sum, { count }) => sum + count, 0);
}
