/** YAML tags of CloudFormation, such as `!Ref Image`: the function they stand for in a template, an unknown value anywhere else. */
import { type Document, isAlias, isMap, isScalar, type Node, Pair, Scalar, visit, YAMLMap } from "yaml";
import { literalKey, unknown } from "../admission/unknown.ts";

/**
 * What a file says is never a marker, whatever its keys: who writes one into a request body would not see it judged. In a template
 * a number that is not written as JSON writes it is a text, as for CloudFormation: `012345678901` is an account, `1.10` a version.
 */
export function takeLiterally(document: Document.Parsed): void {
	const asWritten = isTemplate(document);
	visit(document, {
		Scalar(key, scalar) {
			if (key === "key" && typeof scalar.value === "string") scalar.value = literalKey(scalar.value);
			if (asWritten && typeof scalar.value === "number" && String(scalar.value) !== scalar.source) scalar.value = scalar.source;
		},
	});
}

/** `!Ref Image` has its value at deploy time only. A template keeps what it says: it may decide the value itself. */
export function readTags(document: Document.Parsed): void {
	const keepsFunctions = isTemplate(document);
	visit(document, {
		Node(_, node) {
			if (isAlias(node) || !node.tag?.startsWith("!")) return undefined;
			const read = keepsFunctions ? functionOf(node) : markerOf(document, node);
			read.range = node.range ?? null;
			return read;
		},
	});
}

function isTemplate(document: Document.Parsed): boolean {
	return isMap(document.contents) && isMap(document.contents.get("Resources"));
}

function markerOf(document: Document.Parsed, node: Node): Node {
	const detail = isScalar(node) ? ` ${String(node.value)}` : "";
	return document.createNode(unknown(`${node.tag?.slice(1)}${detail}`));
}

/** `!Sub text` is `{"Fn::Sub": text}`; `Ref` and `Condition` have no prefix. */
function functionOf(node: Node): Node {
	const name = String(node.tag).slice(1);
	node.tag = undefined as unknown as string;
	const map = new YAMLMap();
	const key = new Scalar(name === "Ref" || name === "Condition" ? name : `Fn::${name}`);
	key.range = node.range ?? null;
	map.items.push(new Pair(key, node));
	return map;
}
