/** METADATA is the only catalogue, so it is complete. Pure. */
import { EVIDENCE, SEVERITIES } from "../admission/policy.ts";
import { KINDS } from "../admission/request.ts";
import { didYouMean } from "../nearest.ts";
import type { LintFinding } from "../rego/authoring-protocol.ts";
import type { Annotated } from "../rego/compiler-protocol.ts";
import { PLACEHOLDERS } from "./new-policy.ts";

/** What references begin with; a source of your own has a dot in it (`acme.example/SEC-12`), or is a URL. */
const SOURCES = [
	...[
		"securityhub",
		"config",
		"controltower",
		"checkov",
		"trivy",
		"kics",
		"prowler",
		"cdk-nag",
		"guard",
		"nirmata",
		"kyverno",
		"terrascan",
	],
	...["powerpipe", "cfn-lint", "cnspec", "electriceye", "cloudsploit", "gatecheck", "containersonaws", "iam"],
];
const MEMBERS = ["severity", "kinds", "remediation", "references", "aliases", "deprecated", "parameters", "evidence"];

interface Problem {
	readonly message: string;
	/** What of the METADATA it is about, as it is written there. */
	readonly about: string;
}

/** `blocks` are the METADATA blocks of the file's entrypoints, `text` is the file. */
export function metadataProblems(path: string, text: string, blocks: readonly Annotated[]): readonly LintFinding[] {
	const finding = (message: string, row: number, col = 1): LintFinding => ({ rule: "metadata", message, file: path, row, col });
	const [block] = blocks;
	if (block === undefined) return [finding("no rule has METADATA with `entrypoint: true`, so nothing here judges", 1)];
	if (blocks.length > 1) return [finding("two rules are entrypoints; a policy has one, `violation`", blocks[1]?.row ?? 1)];
	const place = placeProblems(path, block).map((message) => finding(message, block.row));
	const problems = [...textProblems(block), ...customProblems(block.annotations.custom ?? {})];
	return [
		...place,
		...problems.map(({ message, about }) => {
			const { row, col } = placeInMetadata(text, block.row, about);
			return finding(message, row, col);
		}),
	];
}

/** Where something stands in the comments above a row; the row itself when it does not. */
export function placeInMetadata(text: string, row: number, about: string): { readonly row: number; readonly col: number } {
	const lines = text.split("\n");
	let first = row - 1;
	while (first > 0 && lines[first - 1]?.startsWith("#")) first -= 1;
	for (let at = first; at < row - 1; at += 1) {
		const col = (lines[at] ?? "").indexOf(about);
		if (col >= 0) return { row: at + 1, col: col + 1 };
	}
	return { row, col: 1 };
}

/** Path = package = id: a leading `policies` is ours and may be left out. */
function placeProblems(path: string, { path: rule }: Annotated): readonly string[] {
	const wanted = path.replace(/^policies\//, "").replace(/\.rego$/, "");
	const found = rule.replace(/^policies\//, "").split("/");
	const name = found.pop();
	return [
		...(name === "violation" ? [] : [`the entrypoint is called ${name}; a policy's is called violation`]),
		...(found.join("/") === wanted
			? []
			: [`the package says ${found.join("/")} and the path ${wanted}; they are the policy's id and must agree`]),
	];
}

function textProblems({ annotations: { title, description, custom = {} } }: Annotated): readonly Problem[] {
	const texts = { title, description, remediation: custom.remediation };
	const placeholders: readonly unknown[] = Object.values(PLACEHOLDERS);
	return Object.entries(texts).flatMap(([name, text]) => {
		if (typeof text !== "string" || text.trim() === "") return [{ message: `METADATA has no ${name}`, about: "METADATA" }];
		return placeholders.includes(text.trim()) ? [{ message: `the ${name} is still what \`policy new\` wrote`, about: `${name}:` }] : [];
	});
}

function customProblems(custom: Readonly<Record<string, unknown>>): readonly Problem[] {
	const unknown = Object.keys(custom).filter((name) => !MEMBERS.includes(name));
	const { kinds, references, severity, evidence } = custom;
	return [
		...unknown.map((name) => ({
			message: `METADATA custom has no member ${name}${didYouMean(name, MEMBERS) || `; there are ${MEMBERS.join(", ")}`}`,
			about: `${name}:`,
		})),
		...oneOf("severity", [severity], SEVERITIES),
		...(evidence === undefined ? [] : oneOf("evidence", [evidence].flat(), EVIDENCE)),
		...(Array.isArray(kinds) && kinds.length > 0
			? oneOf("kinds", kinds, KINDS)
			: [{ message: "METADATA names no kind", about: "custom:" }]),
		...(Array.isArray(references) ? references : []).flatMap(referenceProblems),
	];
}

function oneOf(name: string, values: readonly unknown[], known: readonly string[]): readonly Problem[] {
	return values
		.filter((value) => !known.includes(value as string))
		.map((value) => ({
			message: `${value === undefined ? "METADATA has no" : `${value} is no`} ${name.replace(/s$/, "")}${didYouMean(String(value), known) || `; there are ${known.join(", ")}`}`,
			about: value === undefined ? "custom:" : String(value),
		}));
}

function referenceProblems(reference: unknown): readonly Problem[] {
	const about = String(reference);
	const [source = "", ...id] = about.split("/");
	if (id.join("/") === "") return [{ message: `the reference ${about} must be written source/id, such as securityhub/ECS.4`, about }];
	if (SOURCES.includes(source) || source.includes(".") || source === "https:") return [];
	return [
		{ message: `no source of references is called ${source}${didYouMean(source, SOURCES) || `; there are ${SOURCES.join(", ")}`}`, about },
	];
}
