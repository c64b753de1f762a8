/** How Go's fmt prints an int64 and a *big.Int, which has a formatter of its own with slightly different rules. */
import { type Flags, pad, padWithSpaces, signOf } from "./go-flags.ts";
import { isPrint } from "./go-print.ts";
import { quote } from "./go-quote.ts";

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const BIG_PREFIXES: Readonly<Record<string, string>> = { b: "0b", o: "0", x: "0x", X: "0X" };
const MAX_RUNE = 0x10ffffn;

/** Undefined for a verb that integers do not have. */
export function formatInteger(value: bigint, verb: string, flags: Flags): string | undefined {
	if (verb === "c") return pad(runeOf(value), flags);
	if (verb === "q") return pad(quote(runeOf(value), "'", flags.plus), flags);
	if (verb === "U") return padWithSpaces(unicode(BigInt.asUintN(64, value), flags), flags);
	const base = BASES[verb];
	if (base === undefined) return undefined;
	if (flags.precision === 0 && value === 0n) return padWithSpaces("", flags);
	const sign = signOf(value < 0n, flags.plus, flags.space);
	const zeroPadded = flags.zero && !flags.minus ? (flags.width ?? 0) - sign.length : 0;
	const digits = digitsOf(value, base, verb).padStart(flags.precision ?? zeroPadded, "0");
	return padWithSpaces(sign + prefixOf(digits, base, verb, flags.sharp) + digits, flags);
}

/** `%q` and the like are answered as Go's big.Int does, without the star in its name. */
export function formatBigInteger(value: bigint, verb: string, flags: Flags): string {
	if (verb === "p" || verb === "w") throw new Error(`%${verb} of a big integer shows how Go keeps it in memory, which is not supported`);
	const base = verb === "s" ? 10 : BASES[verb];
	if (base === undefined) return `%!${verb}(big.Int=${value})`;
	const sign = signOf(value < 0n, flags.plus || flags.plusV, flags.space);
	const sharp = flags.sharp || flags.sharpV;
	const prefix = verb === "O" ? "0o" : (sharp && BIG_PREFIXES[verb]) || "";
	const digits = digitsOf(value, base, verb).padStart(flags.precision ?? 0, "0");
	const zeroPadded = flags.zero && !flags.minus && flags.precision === undefined;
	const zeros = zeroPadded ? (flags.width ?? 0) - sign.length - prefix.length : 0;
	return padWithSpaces(sign + prefix + digits.padStart(zeros, "0"), flags);
}

function prefixOf(digits: string, base: number, verb: string, sharp: boolean): string {
	const always = verb === "O" ? "0o" : "";
	if (!sharp) return always;
	if (base === 8) return digits.startsWith("0") ? always : `${always}0`;
	if (base === 2) return "0b";
	return base === 16 ? `0${verb}` : always;
}

function digitsOf(value: bigint, base: number, verb: string): string {
	const digits = (value < 0n ? -value : value).toString(base);
	return verb === "X" ? digits.toUpperCase() : digits;
}

function runeOf(value: bigint): string {
	const valid = value >= 0n && value <= MAX_RUNE && !(value >= 0xd800n && value <= 0xdfffn);
	return valid ? String.fromCodePoint(Number(value)) : "\ufffd";
}

function unicode(value: bigint, flags: Flags): string {
	const digits = value.toString(16).toUpperCase();
	const text = `U+${digits.padStart(Math.max(flags.precision ?? 0, 4), "0")}`;
	const rune = value <= MAX_RUNE ? String.fromCodePoint(Number(value)) : "";
	return flags.sharp && rune !== "" && isPrint(rune) ? `${text} '${rune}'` : text;
}
