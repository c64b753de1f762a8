/** Errors in policies as a good compiler tells them: the place, one sentence, the line, a caret. Pure. */
import { styleText } from "node:util";
import { didYouMean } from "../nearest.ts";
import type { RegoError } from "../rego/compiler-protocol.ts";

/** What stands at the place; `row` and `col` count from 1, and are 0 where nothing names a place. */
export type Complaint = Pick<RegoError, "message" | "file" | "row" | "col"> & { readonly code?: string };

export interface Sources {
	readonly files: Readonly<Record<string, string>>;
	/** Virtual path → the path that a person knows. */
	readonly shown: Readonly<Record<string, string>>;
}

/** Each complaint with its line, and a blank line between two. */
export function excerpts(complaints: readonly Complaint[], sources: Sources, color: boolean): string {
	return once(complaints)
		.map((complaint) => excerpt(complaint, sources, color))
		.join("\n\n");
}

/** A complaint in one sentence, and the columns of its line that it is about. */
export interface Pinpointed {
	readonly sentence: string;
	/** From 1; 0 where nothing names a place. */
	readonly row: number;
	readonly col: number;
	/** Columns. */
	readonly width: number;
	readonly code: string | undefined;
}

/** For whoever shows the lines in another way than a terminal does. */
export function pinpoint(complaints: readonly Complaint[], files: Sources["files"]): readonly Pinpointed[] {
	return once(complaints).map((complaint) => {
		const { sentence, col, line, at } = placed(complaint, files);
		const width = line === undefined ? 0 : widthOf(line, col, at);
		return { sentence, row: complaint.row, col, width, code: complaint.code };
	});
}

function once(complaints: readonly Complaint[]): readonly Complaint[] {
	return complaints.filter((complaint, i) => !samePlace(complaints[i - 1], complaint));
}

/** OPA says some things twice: once as the tokenizer sees them, once as the parser does. */
function samePlace(before: Complaint | undefined, after: Complaint): boolean {
	const isSyntax = before?.code === "rego_parse_error" && after.code === before.code;
	return isSyntax && before.file === after.file && before.row === after.row && before.col === after.col;
}

function excerpt(complaint: Complaint, { files, shown }: Sources, color: boolean): string {
	const { sentence, at, line, col } = placed(complaint, files);
	const code = complaint.code === undefined ? "" : ` ${paint(color, "dim", `[${complaint.code}]`)}`;
	if (complaint.file === "") return `${widened(sentence)}${code}`;
	const place = `${shown[complaint.file] ?? complaint.file}:${complaint.row}${col > 0 ? `:${col}` : ""}`;
	const head = `${paint(color, "bold", place)}: ${widened(sentence)}${code}`;
	if (line === undefined || line.trim() === "") return head;
	const gutter = String(complaint.row);
	const blank = " ".repeat(gutter.length);
	const caret = `${widened(line.slice(0, Math.max(col - 1, 0))).replace(/./g, " ")}${"^".repeat(widthOf(line, col, at))}`;
	return [head, `${gutter} | ${widened(line)}`, `${blank} | ${paint(color, "red", caret)}`].join("\n");
}

/** The line, and where in it what the complaint names stands. */
function placed(complaint: Complaint, files: Sources["files"]) {
	const { sentence, at } = explained(complaint);
	const line = files[complaint.file]?.split("\n")[complaint.row - 1];
	const named = at === undefined || line === undefined ? -1 : line.indexOf(at, Math.max(complaint.col - 1, 0));
	return { sentence, at, line, col: named >= 0 ? named + 1 : complaint.col };
}

/** From OPA's own, which may go over several lines: a sentence, and what in the line it is about. */
function explained({ message, code }: Complaint): { readonly sentence: string; readonly at?: string } {
	const [first = "", ...details] = message.split("\n");
	const have = /have: "([^"]*)"/.exec(message)?.[1];
	const want = /want \(one of\): \[([^\]]*)\]/.exec(message)?.[1];
	if (have !== undefined && want !== undefined) {
		const names = [...want.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
		const known = names.filter((name) => name !== "$unknown");
		const hint = didYouMean(have, known) || `; there are ${known.slice(0, 12).join(", ")}${known.length > 12 ? " …" : ""}`;
		return { sentence: `${first.replace(/^undefined ref: (.*)$/, `nothing here is called ${have} ($1)`)}${hint}`, at: have };
	}
	const unsafe = /^var (\S+) is unsafe$/.exec(first)?.[1];
	if (unsafe !== undefined) return { sentence: `${unsafe} has no value: nothing in this rule or its imports says what it is`, at: unsafe };
	const unused = /^(?:assigned var|declared var) (\S+) unused$/.exec(first)?.[1];
	if (unused !== undefined) return { sentence: `${unused} is never used; write _ for what is not needed`, at: unused };
	const undefinedFunction = /^undefined function (?:\S+\.)?([\w-]+)/.exec(first)?.[1];
	if (undefinedFunction !== undefined) return { sentence: first, at: undefinedFunction };
	if (code === "rego_parse_error") return { sentence: first };
	const quoted = /"([^"]+)"/.exec(first)?.[1];
	const rest = details.map((line) => line.trim()).filter((line) => line !== "" && !/^\^*$/.test(line));
	return { sentence: [first, ...rest].join(" "), ...(quoted === undefined ? {} : { at: quoted }) };
}

function widthOf(line: string, col: number, at: string | undefined): number {
	if (at !== undefined && line.startsWith(at, col - 1)) return at.length;
	return Math.max(1, /^[\w.[\]"-]*/.exec(line.slice(Math.max(col - 1, 0)))?.[0].length ?? 1);
}

function widened(line: string): string {
	return line.replaceAll("\t", "    ").replace(/\p{Cc}/gu, "\ufffd");
}

function paint(color: boolean, style: Parameters<typeof styleText>[0], text: string): string {
	return color ? styleText(style, text, { validateStream: false }) : text;
}
