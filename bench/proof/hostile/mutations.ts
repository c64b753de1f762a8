/**
 * Changes to a JSON value. Those of `keepingViolation` leave in place whatever a policy finds in it: members that ECS does not know are added,
 * order is changed, lists get more items, and what has a type gets another one, which ECS refuses to read. So nothing that comes of them may pass.
 */
import type { Chance } from "../../simulation/chance.ts";
import { Members, type Odd, Token } from "./odd-text.ts";
import { oddKey, oddNumber, oddText, oddValue } from "./odd-values.ts";

/** Which members are a map of somebody's own, where any key is known to ECS. */
const OWN_KEYS = new Set(["dockerLabels", "DockerLabels", "options", "Options", "driverOpts", "labels", "hookDetails"]);
/** ECS takes them in another type than the one that is there, or a template's language does. */
export type Keeps = (path: readonly string[]) => boolean;

interface Node {
	/** The keys that lead there, and the places: a key may stand twice. */
	readonly path: readonly string[];
	readonly places: readonly number[];
	readonly node: Odd;
}

function nodesOf(value: Odd, path: readonly string[] = [], places: readonly number[] = []): readonly Node[] {
	const inner = innerOf(value).flatMap(([key, member], place) => nodesOf(member, [...path, key], [...places, place]));
	return [{ path, places, node: value }, ...inner];
}

function innerOf(value: Odd): readonly (readonly [string, Odd])[] {
	if (value instanceof Members) return value.list;
	return Array.isArray(value) ? value.map((item: Odd, i: number) => [String(i), item] as const) : [];
}

/** The value with another one at these places. */
function replaced(value: Odd, [place, ...rest]: readonly number[], change: (before: Odd) => Odd): Odd {
	if (place === undefined) return change(value);
	if (value instanceof Members) {
		return new Members(value.list.map(([name, member], i) => [name, i === place ? replaced(member, rest, change) : member]));
	}
	return (value as readonly Odd[]).map((item, i) => (i === place ? replaced(item, rest, change) : item));
}

function shuffled<T>(list: readonly T[], chance: Chance): readonly T[] {
	return list
		.map((item) => [chance.next(), item] as const)
		.sort(([a], [b]) => a - b)
		.map(([, item]) => item);
}

/** In the place of a value of one type one of another, never null, which ECS takes for absent, and never anything empty. */
function anotherType(value: Odd, chance: Chance): Odd {
	if (value instanceof Token || typeof value === "number") return chance.pick<Odd>(["256", true, [value], new Members([["n", value]])]);
	if (typeof value === "boolean")
		return chance.pick<Odd>([String(value), value ? "yes" : "no", value ? 1 : 0, [value], new Members([["b", value]]), oddNumber(chance)]);
	if (typeof value === "string")
		return chance.pick<Odd>([7, true, [value], new Members([["value", value]]), oddNumber(chance), new Members([["$unknown", "x"]])]);
	if (Array.isArray(value)) {
		const indexed = new Members([...value.map((item: Odd, i: number) => [String(i), item] as const), ["length", value.length]]);
		return chance.pick<Odd>(["list", true, oddNumber(chance), indexed, [value], new Members([["$unknown", "x"]])]);
	}
	return chance.pick<Odd>(["[object Object]", false, oddNumber(chance), [value]]);
}

export interface Keeping {
	/** Where a value of another type would still be read, so that what is there must stay. */
	readonly stays?: Keeps;
	/** Keys that stand twice, once with another value: only for readers that refuse such a text. */
	readonly twice?: boolean;
}

/** Up to three changes of what is there and in which order, and perhaps one type, last: a second change of type could undo the first. */
export function keepingViolation(value: Odd, chance: Chance, { stays, twice }: Keeping = {}): Odd {
	let changed = value;
	for (let n = chance.whole(0, 3); n > 0; n -= 1) changed = withMore(changed, chance, twice ?? false);
	return chance.is(0.4) ? retyped(changed, chance, stays) : changed;
}

function withMore(value: Odd, chance: Chance, twice: boolean): Odd {
	const roomy = nodesOf(value).filter(({ node }) => innerOf(node).length > 0);
	if (roomy.length === 0) return value;
	const { path, places, node } = chance.pick(roomy);
	return replaced(value, places, () => {
		if (node instanceof Members) return withMembers(node, chance, { isOwnMap: path.some((key) => OWN_KEYS.has(key)), twice });
		const items = node as readonly Odd[];
		return shuffled([...items, chance.is(0.3) ? oddValue(chance) : chance.pick(items)], chance);
	});
}

function withMembers(node: Members, chance: Chance, { isOwnMap, twice }: { readonly isOwnMap: boolean; readonly twice: boolean }): Members {
	if (twice && chance.is(0.05)) return doubled(node, chance);
	if (chance.is(0.3)) return new Members(shuffled(node.list, chance));
	const key = oddKey(chance);
	if (node.list.some(([name]) => name === key)) return node;
	const member = [key, isOwnMap ? oddText(chance) : oddValue(chance)] as const;
	return new Members(chance.is(0.5) ? [...node.list, member] : [member, ...node.list]);
}

function retyped(value: Odd, chance: Chance, stays: Keeps = () => false): Odd {
	const { path, places, node } = chance.pick(nodesOf(value));
	if (node === null || path.length === 0 || path.some((key) => OWN_KEYS.has(key)) || stays(path)) return value;
	return replaced(value, places, () => anotherType(node, chance));
}

/** Either of the two could be the one that counts. */
function doubled({ list }: Members, chance: Chance): Members {
	const [key, value] = chance.pick(list);
	const other = [key, value === true ? false : oddValue(chance)] as const;
	return new Members(chance.is(0.5) ? [...list, other] : [other, ...list]);
}

/** Whatever comes to mind, anywhere: of what becomes of it nothing is known but that it must be answered. */
export function anyChange(value: Odd, chance: Chance): Odd {
	let changed = value;
	for (let n = chance.whole(1, 3); n > 0; n -= 1) {
		const { places } = chance.pick(nodesOf(changed));
		changed = chance.is(0.3) ? keepingViolation(changed, chance, { twice: true }) : replaced(changed, places, () => oddValue(chance));
	}
	return changed;
}
