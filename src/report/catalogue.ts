/** The policies as they describe themselves. Pure. */
import { styleText } from "node:util";
import type { Policy } from "../admission/policy.ts";
import type { Style } from "./report.ts";
import { counted, jsonText, plain, wrap } from "./text.ts";

const HINT = "`taskgate policy show ID` tells all of one.";

type PageStyle = Pick<Style, "color" | "width">;

/** The stable shape that other tools read. */
export function catalogueJson(policies: readonly Policy[]): string {
	const listed = policies.map(({ id, title, severity, kinds, references, parameters, patches }) => ({
		id,
		title,
		severity,
		kinds,
		references,
		parameters,
		...(patches && { patches }),
	}));
	return jsonText(listed);
}

export function policyJson(policy: Policy): string {
	return jsonText(policy);
}

/** One policy a line: what most judge, a task definition and what runs it, is not said of each. */
export function catalogueTable(policies: readonly Policy[], { color, width }: PageStyle): string {
	const idWidth = Math.max(0, ...policies.map(({ id }) => id.length)) + 2;
	const left = idWidth + 10;
	const lines = policies.flatMap(({ id, severity, kinds, title, deprecated }) => {
		const judges = kinds.includes("TaskDefinition") ? "" : ` (${kinds.join(", ")})`;
		const [first = "", ...more] = wrap(plain(`${title}${judges}${deprecated ? " (deprecated)" : ""}`), width - left);
		return [
			`${paint(color, "bold", id.padEnd(idWidth))}${severity.padEnd(10)}${first}`,
			...more.map((line) => `${" ".repeat(left)}${line}`),
		];
	});
	const count = counted(policies.length, "policy", "policies");
	return text([...lines, "", ...wrap(`${count}; where no kinds are named, task definitions are judged. ${HINT}`, width)]);
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
		...wrap(
			`severity ${policy.severity} · judges ${policy.kinds.join(", ")}${policy.patches ? " · can mend it" : ""}${policy.deprecated ? " · deprecated" : ""}`,
			width,
		),
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
