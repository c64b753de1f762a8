/** A JSON document whose one long list is written item by item: together the pieces are what `jsonText` would make of it. */
import { jsonText } from "./text.ts";

/** Where the list is not the document itself: its member, and what follows it. */
interface Within {
	readonly member: string;
	readonly rest?: object;
}

/** Each item is told by `tell` when its turn comes, and forgotten then. */
export function* jsonList<Item>(items: readonly Item[], tell: (item: Item) => object, within?: Within): Generator<string> {
	const indent = within === undefined ? "\n  " : "\n    ";
	yield within === undefined ? "[" : `{\n  ${JSON.stringify(within.member)}: [`;
	let separator = "";
	for (const item of items) {
		yield `${separator}${indent}${jsonText(tell(item)).trimEnd().replaceAll("\n", indent)}`;
		separator = ",";
	}
	yield separator === "" ? "]" : `${indent.slice(0, -2)}]`;
	yield within === undefined ? "\n" : endOf(within.rest ?? {});
}

function endOf(rest: object): string {
	return Object.keys(rest).length === 0 ? "\n}\n" : `,${jsonText(rest).slice(1)}`;
}
