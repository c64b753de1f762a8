/** An exemption as the YAML document that `readConstraints` reads. */
import { stringify } from "yaml";
import type { Exemption } from "../admission/exemption.ts";
import { API_VERSION } from "../constraints/document-shape.ts";

/** Selectors that select nothing are left out. */
export function exemptionYaml({ name, ...spec }: Exemption): string {
	return stringify({ apiVersion: API_VERSION, kind: "Exemption", metadata: { name }, spec }, { lineWidth: 120 });
}

/** What to write after `text` so that it has one document more. */
export function addition(text: string, document: string): string {
	if (text.trim() === "") return document;
	const end = text.endsWith("\n") ? "" : "\n";
	return /(^|\n)---\s*\n$/.test(`${text}${end}`) ? `${end}${document}` : `${end}---\n${document}`;
}

/** What nobody thought of a name for: `workload-privileged-111122223333-web`. */
export function nameFor(policy: string, scope: readonly string[]): string {
	return [policy, ...scope]
		.join("-")
		.replace(/[^A-Za-z0-9.]+/g, "-")
		.replace(/^-+|-+$/g, "");
}
