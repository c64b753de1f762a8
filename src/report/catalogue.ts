/** The policies as they describe themselves. Pure. */
import { styleText } from "node:util";
import type { Policy } from "../admission/policy.ts";
import type { Style } from "./report.ts";
import { plain, wrap } from "./text.ts";

type PageStyle = Pick<Style, "color" | "width">;

/** The stable shape that other tools read. */
export function catalogueJson(policies: readonly Policy[]): string {
	const listed = policies.map(({ id, title, severity, kinds, references, parameters }) => ({
		id,
		title,
		severity,
		kinds,
		references,
		parameters,
	}));
	return `${JSON.stringify(listed, null, 2)}\n`;
}

export function policyJson(policy: Policy): string {
	return `${JSON.stringify(policy, null, 2)}\n`;
}

/** One policy a line, and the kinds that it judges below where they do not fit beside it. */
export function catalogueTable(policies: readonly Policy[], { color, width }: PageStyle): string {
	const idWidth = Math.max(0, ...policies.map(({ id }) => id.length)) + 2;
	const left = idWidth + 10;
	const lines = policies.flatMap(({ id, severity, kinds, title, deprecated }) => {
		const [first = "", ...more] = wrap(plain(`${title}${deprecated ? " (deprecated)" : ""}`), width - left);
		const about = [...more, ...wrap(kinds.join(", "), width - left).map((line) => paint(color, "dim", line))];
		return [
			`${paint(color, "bold", id.padEnd(idWidth))}${severity.padEnd(10)}${first}`,
			...about.map((line) => `${" ".repeat(left)}${line}`),
		];
	});
	return text([...lines, "", `${policies.length} policies; \`taskgate policy show ID\` tells all of one`]);
}

export function policyPage(policy: Policy, { color, width }: PageStyle): string {
	const heading = (name: string) => ["", paint(color, "bold", name)];
	const indented = (content: string) => wrap(plain(content), width - 2).map((line) => `  ${line}`);
	const parameters = Object.entries(policy.parameters).flatMap(([name, parameter]) => {
		const standard = parameter.default === undefined ? "" : ` (default: ${JSON.stringify(parameter.default)})`;
		return [`  ${name}${standard}`, ...indented(parameter.description).map((line) => `  ${line}`)];
	});
	return text([
		paint(color, "bold", `${policy.id}: ${plain(policy.title)}`),
		`severity ${policy.severity} · judges ${policy.kinds.join(", ")}${policy.deprecated ? " · deprecated" : ""}`,
		"",
		...wrap(plain(policy.description), width),
		...[...heading("How to mend"), ...indented(policy.remediation)],
		...(parameters.length > 0 ? [...heading("Parameters"), ...parameters] : []),
		...(policy.references.length > 0 ? [...heading("The same elsewhere"), ...indented(policy.references.join(", "))] : []),
		...(policy.aliases.length > 0 ? [...heading("Formerly"), ...indented(policy.aliases.join(", "))] : []),
	]);
}

function paint(color: boolean, style: Parameters<typeof styleText>[0], content: string): string {
	return color ? styleText(style, content, { validateStream: false }) : content;
}

function text(lines: readonly string[]): string {
	return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
