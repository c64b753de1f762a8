/** JSON or YAML text with operations done to one of its documents, in the layout that it has: indentation, comments, quotes. */
import { type Document, isMap, isSeq, parseAllDocuments } from "yaml";
import { indexOf, type Simple, type Steps, stepsOf } from "../admission/operation.ts";
import type { Json } from "../admission/request.ts";

/** The text cannot be mended where it stands; the message says why. */
export class Uneditable extends Error {
	override readonly name = "Uneditable";
}

/** `operations` point into the document; `mended` is the whole of it as they leave it. @throws {Uneditable} */
export function editText(text: string, document: number, operations: readonly Simple[], mended: Json): string {
	return isJson(text) ? asJson(text, mended) : editYaml(text, document, operations);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text.replace(/^\uFEFF/, ""));
		return true;
	} catch {
		return false;
	}
}

function asJson(text: string, mended: Json): string {
	const indent = /\n([ \t]+)\S/.exec(text)?.[1];
	const written = JSON.stringify(mended, undefined, indent);
	const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
	return `${mark}${text.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written}${text.slice(text.trimEnd().length)}`;
}

function editYaml(text: string, index: number, operations: readonly Simple[]): string {
	const documents = [
		...parseAllDocuments(text, { schema: "core", merge: true, resolveKnownTags: false, logLevel: "silent" }),
	] as Document[];
	const document = documents.filter(({ contents }) => contents !== null)[index];
	if (document === undefined) throw new Uneditable("it is several JSON documents, one a line");
	for (const operation of operations) edit(document, operation);
	const style = { lineWidth: 0, indent: indentOf(text), indentSeq: !/^([ ]*)[^\s#-][^\n]*:[ ]*\n\1- /m.test(text) };
	return documents.map((each) => each.toString(style)).join("");
}

function indentOf(text: string): number {
	return /^( {2,8})\S/m.exec(text)?.[1]?.length ?? 2;
}

function edit(document: Document, operation: Simple): void {
	if (operation.op === "test") return;
	const steps: Steps = stepsOf(operation.path);
	const [above, last] = [steps.slice(0, -1), steps.at(-1) as string];
	const parent: unknown = above.length === 0 ? document.contents : document.getIn(above, true);
	if (isSeq(parent)) {
		const at = last === "-" ? parent.items.length : (indexOf(last) as number);
		if (operation.op === "remove") parent.items.splice(at, 1);
		else parent.items.splice(at, operation.op === "add" ? 0 : 1, document.createNode(operation.value));
	} else if (isMap(parent)) {
		if (operation.op === "remove") parent.delete(last);
		else parent.set(last, document.createNode(operation.value));
	} else throw new Uneditable(`an alias or a merge key (<<) leads to ${operation.path}, and others may use it too`);
}
