/** Go's strconv.FormatFloat for 64 bits: exact digits, halves to even, exponents of two digits. */

/** Decimal digits without leading zeros and where the point stands: 0.d₁d₂… × 10^point. */
interface Decimal {
	readonly digits: string;
	readonly point: number;
}

/** `precision` -1 asks for the fewest digits that read back as the same number. `value` is finite. */
export function formatFloat(value: number, verb: "e" | "E" | "f" | "g" | "G", precision: number): string {
	const sign = value < 0 || Object.is(value, -0) ? "-" : "";
	const magnitude = Math.abs(value);
	const shortest = precision < 0;
	const exact = shortest ? shortestDecimal(magnitude) : exactDecimal(magnitude);
	const lower = verb.toLowerCase();
	if (lower === "f") {
		const rounded = shortest ? exact : round(exact, exact.point + precision);
		return sign + fixed(rounded, shortest ? Math.max(exact.digits.length - exact.point, 0) : precision);
	}
	const exponentLetter = verb === "E" || verb === "G" ? "E" : "e";
	if (lower === "e") {
		const rounded = shortest ? exact : round(exact, precision + 1);
		return sign + scientific(rounded, shortest ? Math.max(exact.digits.length - 1, 0) : precision, exponentLetter);
	}
	const wanted = shortest ? exact.digits.length : precision || 1;
	return sign + general(shortest ? exact : round(exact, wanted), wanted, shortest, exponentLetter);
}

function general(number: Decimal, precision: number, shortest: boolean, letter: string): string {
	const count = number.digits.length;
	let threshold = precision > count && count >= number.point ? count : precision;
	if (shortest) threshold = 6;
	const exponent = number.point - 1;
	if (exponent < -4 || exponent >= threshold) return scientific(number, Math.min(precision, count) - 1, letter);
	return fixed(number, Math.max((precision > number.point ? count : precision) - number.point, 0));
}

function scientific({ digits, point }: Decimal, precision: number, letter: string): string {
	const first = digits[0] ?? "0";
	const fraction = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, "0")}` : "";
	const exponent = digits === "" ? 0 : point - 1;
	return `${first}${fraction}${letter}${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function fixed({ digits, point }: Decimal, precision: number): string {
	const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
	if (precision <= 0) return whole;
	const fraction = point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits;
	return `${whole}.${fraction.slice(0, precision).padEnd(precision, "0")}`;
}

function shortestDecimal(magnitude: number): Decimal {
	if (magnitude === 0) return { digits: "", point: 0 };
	const [mantissa = "", exponent = "0"] = magnitude.toExponential().split("e");
	return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** Every digit of the binary number: m × 2^e as an integer, or m × 5^-e shifted by e places. */
function exactDecimal(magnitude: number): Decimal {
	if (magnitude === 0) return { digits: "", point: 0 };
	const bits = new DataView(new ArrayBuffer(8));
	bits.setFloat64(0, magnitude);
	const raw = bits.getBigUint64(0);
	const biased = Number(raw >> 52n);
	const fraction = raw & ((1n << 52n) - 1n);
	const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
	const exponent = Math.max(biased, 1) - 1075;
	const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
	const text = scaled.toString();
	return { digits: text.replace(/0+$/, ""), point: text.length + Math.min(exponent, 0) };
}

/** Keeps `count` digits, halves to even. */
function round({ digits, point }: Decimal, count: number): Decimal {
	if (count >= digits.length) return { digits, point };
	if (count < 0) return { digits: "", point: 0 };
	const kept = digits.slice(0, count);
	const rest = digits.slice(count);
	const half = /^50*$/.test(rest);
	const up = half ? Number(kept.at(-1) ?? "0") % 2 === 1 : rest >= "5";
	if (!up) return kept === "" || /^0*$/.test(kept) ? { digits: "", point: 0 } : { digits: kept.replace(/0+$/, ""), point };
	const next = (BigInt(kept || "0") + 1n).toString();
	return { digits: next.replace(/0+$/, ""), point: point + next.length - kept.length };
}
