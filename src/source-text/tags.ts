/** YAML tags of CloudFormation, such as `!Ref Image`: the function they stand for in a template, an unknown value anywhere else. */
import { type Document, isAlias, isMap, isScalar, type Node, Pair, Scalar, visit, YAMLMap } from "yaml";
import { unknown } from "../admission/unknown.ts";

/** `!Ref Image` has its value at deploy time only. A template keeps what it says: it may decide the value itself. */
export function readTags(document: Document.Parsed): void {
	const isTemplate = isMap(document.contents) && isMap(document.contents.get("Resources"));
	visit(document, {
		Node(_, node) {
			if (isAlias(node) || !node.tag?.startsWith("!")) return undefined;
			const read = isTemplate ? functionOf(node) : markerOf(document, node);
			read.range = node.range ?? null;
			return read;
		},
	});
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
