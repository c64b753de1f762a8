/** Generated arguments for built-ins. JSON has no sets and only text as keys, so values are in disguise: `{set: […]}`, `{pairs: […]}` and the like. */
import fc, { type Arbitrary } from "fast-check";

export interface Case {
	readonly format?: string;
	readonly values: readonly unknown[];
}

const text = fc.oneof(
	fc.string({ unit: "grapheme" }),
	fc.string({ unit: "binary" }),
	fc.constantFrom("", 'q"\\`', "\t\n\u0007\u007f\u00ad\u2028\ufeff\ufffd"),
);
const number = fc.oneof(
	fc.integer(),
	fc.integer({ min: -300, max: 300 }),
	fc.maxSafeInteger(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.integer({ min: -20_000, max: 20_000 }).map((n) => n / 16),
	fc.constantFrom(1e21, 1e-7, 1e20, 2 ** 63, -(2 ** 63), 2 ** 64),
);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const scalars = fc.array(scalar, { maxLength: 5 });
const small = fc.oneof(fc.constantFrom("a", "b", "ab", ""), fc.constantFrom(0, 1), fc.boolean(), fc.constant(null));
const json = (leaf: Arbitrary<unknown>): Arbitrary<unknown> =>
	fc.letrec((tie) => ({
		any: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			leaf,
			fc.array(tie("any"), { maxLength: 4 }),
			fc.dictionary(fc.constantFrom("a", "b", "ab", ""), tie("any")),
		),
	})).any;

function disguised(leaf: Arbitrary<unknown>): Arbitrary<unknown> {
	const leaves = fc.array(leaf, { maxLength: 4 });
	return fc.oneof(
		json(leaf).map((value) => ({ json: value })),
		leaves.map((set) => ({ set })),
		leaves.map((inside) => ({ inside })),
		fc.array(leaves, { maxLength: 3 }).map((sets) => ({ sets })),
		fc.uniqueArray(fc.tuple(leaf, leaf), { maxLength: 4, selector: ([key]) => JSON.stringify(key) }).map((pairs) => ({ pairs })),
	);
}

export const sprintfCases: Arbitrary<Case> = (() => {
	const directive = fc
		.tuple(
			fc.constantFrom("", "", "", "+", "-", "#", "0", " ", "+0", "-0", "#0", "+#"),
			fc.constantFrom("", "", "", "", "", "[1]", "[2]", "[x]", "["),
			fc.constantFrom("", "", "", "3", "12", "*"),
			fc.constantFrom("", "", "", ".", ".0", ".3", ".12", ".*"),
			fc.constantFrom(..."vvvvvssssqqddddxXobOcUtTfFeEgGzwé"),
		)
		.map((parts) => `%${parts.join("")}`);
	const piece = fc.oneof({ weight: 6, arbitrary: directive }, text, fc.constantFrom("%", "%%", "%.", "% 9", "%!", "100%"));
	const format = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(""));
	const dividend = fc.integer({ min: -4000, max: 4000 }).map((n) => ({ dividend: n }));
	const value = fc.oneof(
		scalar.map((plain) => ({ json: plain })),
		scalars.map((set) => ({ set })),
		disguised(scalar),
		dividend,
	);
	const supported = ({ format, values }: Case) =>
		!(/%[^%]*[bxXw]/.test(format ?? "") && JSON.stringify(values).match(/[.e]|dividend|\d{16}/));
	return fc.record({ format, values: fc.array(value, { maxLength: 4 }) }).filter(supported);
})();

export const replaceCases: Arbitrary<Case> = (() => {
	const word = fc.string({ unit: fc.constantFrom("a", "b", "$", "&", "é", "\u{1f600}"), maxLength: 6 });
	const operand = fc.oneof({ weight: 9, arbitrary: fc.oneof(word, fc.constantFrom("", "a")).map((w) => ({ json: w })) }, disguised(small));
	return fc.record({ values: fc.tuple(operand, operand, operand) });
})();

export const sortCases: Arbitrary<Case> = (() => {
	const list = fc.array(fc.oneof(scalar, json(small)), { maxLength: 8 });
	const operand = fc.oneof(
		list.map((plain) => ({ json: plain })),
		list.map((set) => ({ set })),
		disguised(scalar),
	);
	return fc.record({ values: fc.tuple(operand) });
})();

export const affixCases: Arbitrary<Case> = (() => {
	const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "\u{1f600}"), maxLength: 4 });
	const words = fc.array(word, { maxLength: 4 });
	const operand = fc.oneof(
		word.map((w) => ({ json: w })),
		words.map((w) => ({ json: w })),
		words.map((set) => ({ set })),
		disguised(small),
	);
	return fc.record({ values: fc.tuple(operand, operand) });
})();

export const countCases: Arbitrary<Case> = (() => {
	const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "\u{1f600}"), maxLength: 6 });
	const operand = fc.oneof({ weight: 9, arbitrary: word.map((w) => ({ json: w })) }, disguised(small));
	return fc.record({ values: fc.tuple(operand, operand) });
})();

export const subsetCases: Arbitrary<Case> = fc.record({ values: fc.tuple(disguised(small), disguised(small)) });

export const semverCases: Arbitrary<Case> = (() => {
	const part = fc.oneof(
		fc.nat({ max: 3 }).map(String),
		fc.constantFrom("0", "01", "", "x", "-1", "9223372036854775807", "9223372036854775808"),
	);
	const identifier = fc.constantFrom("", "alpha", "1", "10", "01", "-", "a-b", "é", "9223372036854775808", "9223372036854775809", "A", "0");
	const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((ids) => ids.join("."));
	const version = fc
		.tuple(
			fc.constantFrom("", "", "v", "vv"),
			fc.array(part, { minLength: 3, maxLength: 3 }),
			fc.option(identifiers),
			fc.option(identifiers),
		)
		.map(([v, parts, pre, meta]) => `${v}${parts.join(".")}${pre === null ? "" : `-${pre}`}${meta === null ? "" : `+${meta}`}`);
	const valid = fc
		.tuple(fc.nat({ max: 2 }), fc.nat({ max: 1 }), fc.constantFrom("", "-a", "-a.1", "-1", "-2.a", "+m"))
		.map(([a, b, rest]) => `${a}.${b}.0${rest}`);
	const operand = fc

		.oneof(version, { weight: 6, arbitrary: valid }, fc.constantFrom("1.2", "1.2.3.4", "", "1.2.3\n"), small)
		.map((plain) => ({ json: plain }));
	return fc.record({ values: fc.tuple(operand, operand) });
})();

export const timeCases: Arbitrary<Case> = (() => {
	const digits = (low: number, high: number) =>
		fc.oneof({ weight: 12, arbitrary: fc.integer({ min: low, max: high }) }, fc.nat({ max: 99 })).map((n) => String(n).padStart(2, "0"));
	const fraction = fc.oneof(
		fc.constant(""),
		fc.tuple(fc.constantFrom(".", ",", "."), fc.string({ unit: fc.constantFrom(..."0159"), maxLength: 12 })).map((p) => p.join("")),
	);
	const zone = fc.oneof(
		fc.constantFrom("Z", "Z", "z", "", "+00:00", "-23:59", "+24:60", "+25:00", "-0100"),
		fc.tuple(fc.constantFrom("+", "-"), digits(0, 24), fc.constant(":"), digits(0, 60)).map((p) => p.join("")),
	);
	const year = fc.oneof(
		fc.constantFrom("1970", "2026", "2024", "1900", "2262", "1677", "0000", "9999", "226"),
		fc.integer({ min: 1600, max: 2300 }).map(String),
	);
	const parts = fc.tuple(
		year,
		fc.constant("-"),
		digits(1, 12),
		fc.constant("-"),
		digits(1, 31),
		fc.constantFrom("T", "T", "T", "T", "t", " "),
		fc.oneof(digits(0, 23), fc.constantFrom("1", "9")),
		fc.constant(":"),
		digits(0, 59),
		fc.constant(":"),
		digits(0, 59),
		fraction,
		zone,
	);
	const edges = fc.constantFrom(
		"2262-04-11T23:47:16.854775807Z",
		"2262-04-11T23:47:16.854775808Z",
		"1677-09-21T00:12:43.145224192Z",
		"1677-09-21T00:12:43.145224191Z",
		"2024-02-29T00:00:00Z",
		"2023-02-29T00:00:00Z",
		" 2024-01-01T00:00:00Z",
		"",
	);
	const operand = fc.oneof({ weight: 9, arbitrary: parts.map((p) => p.join("")) }, edges, small);
	return fc.record({ values: fc.tuple(operand.map((plain) => ({ json: plain }))) });
})();
