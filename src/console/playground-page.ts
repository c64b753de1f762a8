/** The playground: an object and a policy in, the verdict or the errors at their line out. Nothing is kept. */
import type { ReportedDecision } from "../report/report.ts";
import { type Html, html } from "./html.ts";
import { severityMark, verdictMark } from "./marks.ts";
import { page } from "./page.ts";

/** What is wrong in a policy: the place, the sentence. */
export interface ErrorAtLine {
	readonly sentence: string;
	/** From 1; 0 where nothing names a place. */
	readonly row: number;
	readonly col: number;
	/** Columns. */
	readonly width: number;
	readonly code: string | undefined;
}

export type Result =
	| { readonly outcome: "judged"; readonly decisions: readonly ReportedDecision[]; readonly policies: readonly string[] }
	| { readonly outcome: "rego"; readonly errors: readonly ErrorAtLine[] }
	| { readonly outcome: "unreadable"; readonly reason: string; readonly line?: number }
	| { readonly outcome: "failed"; readonly reason: string };

export interface PlaygroundView {
	readonly definition: string;
	readonly rego: string;
	readonly result: Result | undefined;
}

const LEAD = "Paste a task definition and a policy: both are judged here, in a thread of their own, and forgotten.";

export function playgroundPage({ definition, rego, result }: PlaygroundView): string {
	return page(
		{ title: "Playground", at: "/playground", lead: LEAD },
		html`${result !== undefined && html`<section aria-labelledby="result"><h2 id="result">Result</h2>${told(result, definition, rego)}</section>`}
<form class="playground" method="post" action="/playground#main">
<div><label for="definition">Task definition, service or other request body (JSON or YAML)</label><textarea id="definition" name="definition" spellcheck="false" autocomplete="off" required>
${definition}</textarea></div>
<div><label for="rego">Policy (Rego)</label><textarea id="rego" name="rego" spellcheck="false" autocomplete="off" required>
${rego}</textarea></div>
<div class="buttons"><button class="main">Compile and judge</button><span class="quiet small">Every rule found denies. One second for the policy, 64 MiB of memory; nothing is stored or logged.</span></div>
</form>`,
	);
}

export function playgroundOffPage(): string {
	return page(
		{ title: "Playground", at: "/playground", lead: LEAD },
		html`<div class="notice"><p>The playground is off: it runs Rego that somebody types, so it is turned on by whoever runs the gate.</p>
<p>Start <code>taskgate serve</code> with <code>TASKGATE_PLAYGROUND=on</code>. It needs the Rego compiler: <code>npm run build:compiler</code> in a clone (Go ≥ 1.26); the published package has it.</p>
<p>On your own machine <code>taskgate policy test</code> and <code>taskgate check --policies</code> do the same.</p></div>`,
	);
}

function told(result: Result, definition: string, rego: string): Html {
	switch (result.outcome) {
		case "judged":
			return html`${result.decisions.map((decision) => decisionItem(decision, definition))}
<p class="quiet small">Asked: ${result.policies.join(", ")}</p>`;
		case "rego":
			return html`<div class="notice bad" role="alert"><p><b>The policy does not compile.</b></p></div>${result.errors.map((error) => html`<div class="card"><p><b>${error.row > 0 && `Line ${error.row}: `}${error.sentence}</b> <span class="quiet small">${error.code}</span></p>${excerpt(rego, error)}</div>`)}`;
		case "unreadable":
			return html`<div class="notice bad" role="alert"><p><b>The definition cannot be read:</b> ${result.reason}</p></div>${result.line !== undefined && html`<div class="card">${excerpt(definition, { row: result.line })}</div>`}`;
		case "failed":
			return html`<div class="notice doubt" role="alert"><p>${result.reason}</p></div>`;
	}
}

function decisionItem({ kind, name, verdict, violations, failures, unknown, notApplicable }: ReportedDecision, definition: string): Html {
	return html`<div class="card"><p>${verdictMark(verdict)} ${kind} <b>${name}</b></p>
<ul class="answers">
${violations.map(
	({
		policy,
		severity,
		message,
		field,
		line,
	}) => html`<li><div class="chips">${severityMark(severity)} <span class="id">${policy}</span></div><p><b>${message}</b> ${field !== undefined && html`<code>${field}</code>`}</p>${line !== undefined && field !== undefined && excerpt(definition, { row: line })}</li>
`,
)}
${failures.map(({ policy, reason }) => html`<li><p><span class="state failed">failed</span> ${policy}</p><p>${reason}</p></li>`)}
${unknown.map(({ policy, field, message, reason }) => html`<li><p><span class="state withheld">unknown</span> ${policy} <code>${field}</code></p><p>${message} <span class="quiet">${reason}</span></p></li>`)}
${notApplicable.map(({ policy, reason }) => html`<li><p><span class="state">not applicable</span> ${policy}</p><p>${reason}</p></li>`)}
</ul></div>
`;
}

const AROUND = 2;

/** The line with those around it; what it is about is marked where a column is known. */
function excerpt(
	text: string,
	{ row, col = 0, width = 0 }: { readonly row: number; readonly col?: number; readonly width?: number },
): Html | false {
	const lines = text.split(/\r?\n/);
	if (row < 1 || row > lines.length) return false;
	const first = Math.max(1, row - AROUND);
	const shown = lines.slice(first - 1, row + AROUND);
	const digits = String(first + shown.length - 1).length;
	return html`<pre class="object">${shown.map((line, i) => {
		const number = html`<span class="quiet">${String(first + i).padStart(digits)}</span>  `;
		if (first + i !== row) return html`<span class="line">${number}${line}</span>`;
		if (col < 1) return html`<span class="line marked">${number}${line}</span>`;
		return html`<span class="line marked">${number}${line.slice(0, col - 1)}<mark>${line.slice(col - 1, col - 1 + width)}</mark>${line.slice(col - 1 + width)}</span>`;
	})}</pre>`;
}
