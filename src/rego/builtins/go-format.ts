/** How Go's fmt prints one argument under one verb and its flags (fmt/format.go, fmt/print.go). */
import { type Flags, pad, signOf, truncate } from "./go-flags.ts";
import { formatFloat } from "./go-float.ts";
import { formatBigInteger, formatInteger } from "./go-integer.ts";
import { canBackquote, quote } from "./go-quote.ts";

/** OPA hands fmt an int64, a *big.Int, a float64 or a string, never anything else. */
export type Argument =
	| { readonly type: "int64" | "*big.Int"; readonly value: bigint }
	| { readonly type: "float64"; readonly value: number }
	| { readonly type: "string"; readonly value: string };

/** Throws for the few verbs that nobody can print alike: `%b %x` of a fraction, `%p %w` of a big integer. */
export function formatArgument(argument: Argument, verb: string, flags: Flags): string {
	if (verb === "T") return pad(truncate(argument.type, flags), flags);
	return (verb === "w" && argument.type !== "*big.Int" ? undefined : formatByType(argument, verb, flags)) ?? badVerb(argument, verb, flags);
}

function formatByType(argument: Argument, verb: string, flags: Flags): string | undefined {
	switch (argument.type) {
		case "int64":
			return formatInteger(argument.value, verb, flags);
		case "*big.Int":
			return formatBigInteger(argument.value, verb, flags);
		case "float64":
			return formatFloat64(argument.value, verb, flags);
		case "string":
			return formatString(argument.value, verb, flags);
	}
}

function badVerb(argument: Argument, verb: string, flags: Flags): string {
	return `%!${verb}(${argument.type}=${formatArgument(argument, "v", flags)})`;
}

function formatString(text: string, verb: string, flags: Flags): string | undefined {
	if (verb === "s" || (verb === "v" && !flags.sharpV)) return pad(truncate(text, flags), flags);
	if (verb === "x" || verb === "X") return hexOfString(text, verb, flags);
	if (verb !== "q" && verb !== "v") return undefined;
	const cut = truncate(text, flags);
	return pad(flags.sharp && canBackquote(cut) ? `\`${cut}\`` : quote(cut, '"', flags.plus), flags);
}

function hexOfString(text: string, verb: "x" | "X", flags: Flags): string {
	const bytes = Buffer.from(text, "utf8").subarray(0, flags.precision);
	if (bytes.length === 0) return pad("", flags);
	const digits = bytes.toString("hex");
	const pairs = flags.space ? (digits.match(/../g) ?? []) : [digits];
	const prefixed = pairs.map((pair) => (flags.sharp ? `0x${pair}` : pair)).join(" ");
	return pad(verb === "X" ? prefixed.toUpperCase() : prefixed, flags);
}

function formatFloat64(value: number, verb: string, flags: Flags): string | undefined {
	if (verb === "x" || verb === "X" || verb === "b") throw new Error(`%${verb} of a fraction is not supported`);
	const kind = { v: "g", F: "f" }[verb] ?? verb;
	if (kind !== "e" && kind !== "E" && kind !== "f" && kind !== "g" && kind !== "G") return undefined;
	const fewest = kind === "g" || kind === "G";
	const precision = flags.precision ?? (fewest ? -1 : 6);
	const plain = formatFloat(Math.abs(value), kind, precision);
	const digits = flags.sharp ? withPoint(plain, significantDigits(fewest, precision)) : plain;
	const sign = signOf(value < 0 || Object.is(value, -0), flags.plus, flags.space);
	const zeroPadded = sign !== "" && flags.zero && !flags.minus && flags.width !== undefined;
	return zeroPadded ? sign + digits.padStart((flags.width ?? 0) - 1, "0") : pad(sign + digits, flags);
}

function significantDigits(fewest: boolean, precision: number): number {
	if (!fewest) return 0;
	return precision === -1 ? 6 : precision;
}

/** `#` keeps the point, and under `%g` the trailing zeros too. */
function withPoint(text: string, wanted: number): string {
	const [number = "", exponent = ""] = text.split(/(?=[eE])/);
	const significant = number.replace(".", "").replace(/^0+/, "").length + (number === "0" ? 1 : 0);
	const pointed = number.includes(".") ? number : `${number}.`;
	return pointed + "0".repeat(Math.max(wanted - significant, 0)) + exponent;
}
