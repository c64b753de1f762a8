import { describe, expect, it } from "vitest";
import { mask, maskedPointers } from "./mask.ts";
import { hideTokens, holdsSecret } from "./secret-text.ts";

const masked = { $unknown: "masked" };
const RANDOM = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY9EXAMPLE2K";

describe("a command", () => {
	it.each([
		["a word after a flag that says so", ["app", "--db-password", "hunter2"], ["app", "--db-password", masked]],
		["no flag after such a flag", ["app", "--password", "--verbose"], ["app", "--password", "--verbose"]],
		["a word after -p", ["app", "-p", "hunter2"], ["app", "-p", masked]],
		[
			"no port and no path after it",
			["app", "-p", "8080", "-p", "80:80", "-p", "/data"],
			["app", "-p", "8080", "-p", "80:80", "-p", "/data"],
		],
		["no folder to be made", ["mkdir", "-p", "data"], ["mkdir", "-p", "data"]],
		["what MySQL takes for a password", ["/usr/bin/mysqldump", "-phunter2"], ["/usr/bin/mysqldump", masked]],
		["the same in one text", ["sh", "-c", "mysql -u root -phunter2 db"], ["sh", "-c", masked]],
		["a variable that is set", ["env", "COLOUR=blue", "app"], ["env", masked, "app"]],
		["a flag in a text", ["sh", "-c", "app --api-key abc"], ["sh", "-c", masked]],
		["a login without a scheme", ["pull", "ci:hunter2@registry.example.com/app"], ["pull", masked]],
		["words that are no text", [1, null, "app"], [1, null, "app"]],
	])("masks %s", (_, command, expected) => {
		expect(mask({ command } as never)).toEqual({ command: expected });
	});

	it("is masked as one text too", () => {
		expect(mask({ entryPoint: "app --password hunter2", command: "serve" })).toEqual({ entryPoint: masked, command: "serve" });
	});
});

describe("names beside values", () => {
	it.each([
		["a tag", { tags: [{ key: "DbPassword", value: "x" }] }, { tags: [{ key: "DbPassword", value: masked }] }],
		["CloudFormation's spelling", { Tags: [{ Key: "DbPassword", Value: "x" }] }, { Tags: [{ Key: "DbPassword", Value: masked }] }],
		["its environment", { Environment: [{ Name: "A", Value: "x" }] }, { Environment: [{ Name: "A", Value: masked }] }],
		["a number", { options: { password: 12345678 } }, { options: { password: masked } }],
		["more than a value", { password: { a: "x" } }, { password: { a: "x" } }],
		["a login in an image", { image: "ci:hunter2@registry.example.com/app:1" }, { image: masked }],
		["an image by digest", { image: `app:1@sha256:${"ab".repeat(32)}` }, { image: `app:1@sha256:${"ab".repeat(32)}` }],
		["a session's name", { principalId: "AROAEXAMPLE:alice@example.com" }, { principalId: "AROAEXAMPLE:alice@example.com" }],
		["a group and a starter of the caller's own", { group: RANDOM, startedBy: RANDOM }, { group: masked, startedBy: masked }],
		["a key that is one", { labels: { AKIAIOSFODNN7EXAMPLE: "x" } }, { labels: { "(masked)": "x" } }],
	])("%s", (_, given, expected) => {
		expect(mask(given as never)).toEqual(expected);
	});
});

describe("characters that nobody would choose", () => {
	it.each([
		[RANDOM, true],
		[`key is ${RANDOM}.`, true],
		["ab".repeat(32), false],
		[`${RANDOM.slice(0, 39)}+`, true],
		["/ecs/Team1/Prod/Web1/Conf/Blue/Main/Abc1/Def2", false],
		["ThisIsALongCamelCaseNameThatSomebodyChose1", false],
		[`arn:aws:s3:::bucket/${RANDOM}`, false],
	])("%s: %s", (text, secret) => {
		expect(holdsSecret(text)).toBe(secret);
	});

	it("are hidden however many there are", () => {
		const many = Array.from({ length: 20_000 }, (_, i) => `${RANDOM.slice(0, 35)}${10_000 + i}`);
		expect(hideTokens(many.join(" "))).toBe(many.map(() => "(masked)").join(" "));
	});

	it("are hidden in a message, all of them, but not in an ARN", () => {
		const other = RANDOM.split("").reverse().join("");
		expect(hideTokens(`${RANDOM} and ${other}`)).toBe("(masked) and (masked)");
		expect(hideTokens(`arn:aws:s3:::${RANDOM}`)).toBe(`arn:aws:s3:::${RANDOM}`);
	});
});

it("hides what is said to be a password in a message", () => {
	expect(hideTokens('it runs "app --password hunter2 --token=abc"')).toBe('it runs "app --password (masked) --token=(masked)"');
	expect(hideTokens("pulls ci:hunter2@registry.example.com/app")).toBe("pulls (masked)@registry.example.com/app");
});

it("tells where it has masked, as JSON pointers", () => {
	const object = mask({
		environment: [{ name: "A", value: "x" }],
		labels: { "a/b~c": "AKIAIOSFODNN7EXAMPLE", d: { $unknown: "Ref X" } },
		n: null,
	});
	expect(maskedPointers(object, "/input")).toEqual(["/input/environment/0/value", "/input/labels/a~1b~0c"]);
});

const HOSTILE = [
	"a",
	"A",
	"-eyJ",
	"://",
	"a:",
	"token",
	"--password ",
	"-p ",
	"mysql ",
	"password= ",
	" ",
	"api_",
	"pass",
	"AKIA",
	"A=",
	"Aa1",
	"-a",
];
it.each(HOSTILE)("a long text of %j costs no more than its length", (seed) => {
	const text = seed.repeat(Math.ceil(65_000 / seed.length));
	const started = process.cpuUsage().user;
	mask({ command: [text], image: text });
	hideTokens(text);
	expect((process.cpuUsage().user - started) / 1000).toBeLessThan(3_000);
});
