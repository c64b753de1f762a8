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
		["the same in a health check", ["CMD", "mysqladmin", "ping", "-phunter2"], ["CMD", "mysqladmin", "ping", masked]],
		["what redis-cli takes for one", ["redis-cli", "-a", "hunter2", "ping"], ["redis-cli", "-a", masked, "ping"]],
		["no -a of anything else", ["ls", "-a", "data"], ["ls", "-a", "data"]],
		["the same of redis-cli in one text", ["CMD-SHELL", "redis-cli -h db -a hunter2 ping"], ["CMD-SHELL", masked]],
		["a user with a password", ["curl", "-u", "bob:hunter2", "--user=bob:hunter2"], ["curl", "-u", masked, masked]],
		["the same in a text", ["sh", "-c", "curl -u bob:hunter2 https://x"], ["sh", "-c", masked]],
		[
			"no address, ids or ARN after -u",
			["app", "-u", "https://x", "-u", "1000:1000", "--user", "app:1000", "-u", "arn:aws:sqs:x"],
			["app", "-u", "https://x", "-u", "1000:1000", "--user", "app:1000", "-u", "arn:aws:sqs:x"],
		],
		["passwords of stores and keys", ["keytool", "-storepass", "hunter2", "--dbpass=x"], ["keytool", "-storepass", masked, masked]],
		["a variable in an option", ["run", "--env=COLOUR=blue"], ["run", masked]],
		["a password with a slash in a URL", ["postgres://app:p/hunter2@db/app"], [masked]],
		["no port before a path", ["http://proxy:8080/@scope/app"], ["http://proxy:8080/@scope/app"]],
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
		["an image that is called like a secret", { image: "example.com/token-service:1.2" }, { image: "example.com/token-service:1.2" }],
		["an image that is a token", { image: `ghp_${"a".repeat(36)}` }, { image: masked }],
		["what is no image", { image: "app --password=hunter2" }, { image: masked }],
		["a name of short words", { name: "sk-learn-model-serving-production" }, { name: "sk-learn-model-serving-production" }],
		["a key of OpenAI", { name: `sk-proj-${"aB3".repeat(12)}` }, { name: masked }],
		["words of one name", { labels: { dbPass: "x", signingKey: "y" } }, { labels: { dbPass: masked, signingKey: masked } }],
		["a header of Fluent Bit", { options: { Header: "X-Api-Key hunter2" } }, { options: { Header: masked } }],
		[
			"an ARN of a secret, which is none",
			{ credentialsParameter: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:registry-a1B2c3" },
			{ credentialsParameter: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:registry-a1B2c3" },
		],
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

it.each([
	`hvs.${"a".repeat(24)}`,
	`hf_${"a".repeat(34)}`,
	`glsa_${"a".repeat(32)}`,
	`dop_v1_${"ab".repeat(32)}`,
	`shpat_${"ab".repeat(16)}`,
	`NRAK-${"A".repeat(27)}`,
	`AGE-SECRET-KEY-1${"Q".repeat(58)}`,
	"https://discord.com/api/webhooks/1/abc",
	"https://acme.webhook.office.com/webhookb2/1@2/IncomingWebhook/3",
	`https://x.blob.core.windows.net/c?sv=1&sig=${"a".repeat(43)}%3D`,
])("knows by its form %s", (text) => {
	expect(holdsSecret(text)).toBe(true);
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
	"sk-",
	"redis-cli ",
	"-u a:",
	"hooks ",
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
