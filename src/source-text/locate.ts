/** From a JSON pointer to a place in the text. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";

/** The offset of the key (or list item) that a pointer leads to; of its nearest parent when it is absent. */
export function locate(document: Document.Parsed, pointer: string): number {
	let node: Node | null | undefined = document.contents;
	let offset = startOf(node);
	for (const token of pointer.split("/").slice(1)) {
		if (isAlias(node)) node = node.resolve(document);
		const step = child(node, token.replaceAll("~1", "/").replaceAll("~0", "~"));
		if (step === undefined) return offset;
		offset = startOf(step.label);
		node = step.node;
	}
	return offset;
}

function child(node: Node | null | undefined, key: string): { label: Node; node: Node | null } | undefined {
	if (isMap(node)) {
		const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
		return pair && { label: pair.key as Node, node: pair.value as Node | null };
	}
	if (!isSeq(node) || !/^\d+$/.test(key)) return undefined;
	const item = node.items[Number(key)] as Node | undefined;
	return item && { label: item, node: item };
}

function startOf(node: Node | null | undefined): number {
	return node?.range?.[0] ?? 0;
}
