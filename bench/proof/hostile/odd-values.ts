/** What programs trip over, as keys and as values. */
import type { Chance } from "../../simulation/chance.ts";
import { Members, type Odd, Token } from "./odd-text.ts";

const KEYS = [
	...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "toJSON", "then", "length", "__defineGetter__"],
	...["", " ", "\0", "\ud800", "\udfff\ud800", "\u202eprivileged", "privi\u200bleged", "privileged\0", "privileged ", "\ufeffimage"],
	...["Privileged", "PRIVILEGED", "ContainerDefinitions", "container_definitions", "PidMode", "Volumes", "Image"],
	...[
		"$ref",
		"$schema",
		"$unknown ",
		"<<",
		"Fn::If",
		"Ref",
		"!Ref",
		"0",
		"-1",
		"1e3",
		"*",
		"..",
		"/",
		"~1",
		"~0~1",
		"%00",
		"{{x}}",
		"$\u007bx}",
	],
];
const TEXTS = [
	...[
		"",
		"\0",
		"\ud800",
		"\udc00x",
		"\u202e",
		"null",
		"true",
		"__proto__",
		"[object Object]",
		"NaN",
		"../../../etc/passwd",
		"%2e%2e%2f",
		"{{.Env}}",
		"$\u007bjndi:ldap://x}",
	],
	..."'\"`;<>|&$()\\",
];
const NUMBERS = [
	"1e400",
	"-1e400",
	"9007199254740993",
	"-0",
	"1e-400",
	"0.1e1",
	"123456789012345678901234567890",
	"1E+2",
	"4294967296",
	"-1",
];

/** Each is what some regular expression of the gate, or of a built-in policy, repeats, with an end that it does not take. */
const PUMPS: readonly (readonly [before: string, pump: string, after: string])[] = [
	...([
		["", "a", "!"],
		["", "-", "\0"],
		["", "/", "\n"],
		["", " ", "x"],
		["", ".", "@"],
		["", "a.", "/"],
		["", "a-", "_"],
		["", "*", "x"],
		["", "?*", "\n"],
	] as const),
	...([
		["arn:aws:ecs:", ":", "!"],
		["arn:aws:", "a", ":"],
		["arn:aws:iam::111122223333:role/", "a/", "\n"],
		["registry.example/", "a/", ":"],
		["a:", "0", "@sha256:"],
		["a@sha256:", "0", "g"],
		["", "0.", ".0"],
	] as const),
	...([
		["postgres://", "a:", "@"],
		["postgres://a:", "b", "\n"],
		["-----BEGIN ", "A ", "-----"],
		["AKIA", "A", "_"],
		["eyJ", "a.", "!"],
		["eyJ", "eyJ", "."],
		["password=", "=", "\n"],
		["ghp_", "a", "-"],
		["AWS_SECRET_ACCESS_KEY=", "a/", "\0"],
	] as const),
	...([
		["%{", "%{", "x"],
		["${", "${", "x"],
		["{{", "{{", "x"],
		["arn:aws:secretsmanager:", "-", ":::"],
		["2026-01-01T00:00:00.", "0", "x"],
		["", "1", "Z"],
		["", "\\", "x"],
		["", "=", "=a"],
		["Bearer ", "a", " "],
		["user: ", " is not authorized to perform: ", "x"],
		["(service ", "x) (deployment ", ""],
	] as const),
];

const LENGTHS = [30, 300, 3_000];
const LONG = 100_000;
const RARELY = 0.002;

export function oddKey(chance: Chance): string {
	return chance.is(RARELY) ? "k".repeat(LONG) : chance.pick(KEYS);
}

export function oddText(chance: Chance): string {
	return chance.is(0.5) ? chance.pick(TEXTS) : pumped(chance);
}

function pumped(chance: Chance): string {
	const [before, pump, after] = chance.pick(PUMPS);
	const length = chance.is(RARELY) ? LONG : chance.pick(LENGTHS);
	return `${before}${pump.repeat(Math.ceil(length / pump.length))}${after}`;
}

export function oddNumber(chance: Chance): Token {
	return new Token(chance.pick(NUMBERS));
}

/** Any value at all, at most four levels deep but for the one that is deep on purpose. */
export function oddValue(chance: Chance, depth = 0): Odd {
	const kind = chance.whole(0, depth > 3 ? 4 : 7);
	if (kind === 0) return null;
	if (kind === 1) return chance.is(0.5);
	if (kind === 2) return oddNumber(chance);
	if (kind <= 4) return oddText(chance);
	if (kind === 5) return Array.from({ length: chance.whole(0, 3) }, () => oddValue(chance, depth + 1));
	if (kind === 6)
		return new Members(Array.from({ length: chance.whole(0, 3) }, () => [oddKey(chance), oddValue(chance, depth + 1)] as const));
	return chance.is(0.1) ? deep(chance.pick([60, 70, 500])) : new Members([]);
}

function deep(levels: number): Odd {
	let value: Odd = "x";
	for (let n = 0; n < levels; n += 1) value = n % 2 === 0 ? [value] : new Members([["d", value]]);
	return value;
}
