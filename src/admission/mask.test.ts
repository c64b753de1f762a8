import { describe, expect, it } from "vitest";
import { mask } from "./mask.ts";

const masked = { $unknown: "masked" };

describe("mask", () => {
	it.each([
		["an environment value", { environment: [{ name: "COLOUR", value: "blue" }] }, { environment: [{ name: "COLOUR", value: masked }] }],
		["a secret reference", { secrets: [{ name: "DB", valueFrom: "arn:aws:ssm:x" }] }, { secrets: [{ name: "DB", valueFrom: masked }] }],
		["an environment that is not a list", { environment: "hunter2" }, { environment: masked }],
		["an environment of something else", { environment: ["A=b", null, ["x"]] }, { environment: [masked, masked, masked] }],
		["an environment entry whose name is no text", { environment: [{ name: { a: 1 } }] }, { environment: [{ name: masked }] }],
		[
			"a value under a secret's name",
			{ options: { "splunk-token": "abc", "awslogs-group": "web" } },
			{ options: { "splunk-token": masked, "awslogs-group": "web" } },
		],
		["an ARN under a secret's name", { secretArn: "arn:aws:x" }, { secretArn: "arn:aws:x" }],
		["an AWS access key", { command: ["run", "AKIAIOSFODNN7EXAMPLE"] }, { command: ["run", masked] }],
		["a password in a command", { command: ["app --password=hunter2"] }, { command: [masked] }],
		["a URL with a password", { x: "postgres://user:pass@host/db" }, { x: masked }],
		["a private key", { x: "-----BEGIN RSA PRIVATE KEY-----" }, { x: masked }],
		["a GitHub token", { x: `ghp_${"a".repeat(36)}` }, { x: masked }],
		["a JWT", { x: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc" }, { x: masked }],
		[
			"what is harmless",
			{ image: "nginx:1", cpu: 256, essential: true, none: null },
			{ image: "nginx:1", cpu: 256, essential: true, none: null },
		],
		["what is masked already", { image: { $unknown: "Ref Image" } }, { image: { $unknown: "Ref Image" } }],
	])("%s", (_, given, expected) => {
		expect(mask(given)).toEqual(expected);
		expect(mask(mask(given))).toEqual(expected);
	});

	it("reaches into overrides, and leaves no value behind", () => {
		const event = { overrides: { containerOverrides: [{ name: "app", environment: [{ name: "A", value: "s3cr3t" }] }] } };
		expect(JSON.stringify(mask(event))).not.toContain("s3cr3t");
	});

	it("keeps a prototype key as data", () => {
		const hostile = JSON.parse('{"__proto__": {"environment": [{"name": "A", "value": "s3cr3t"}]}}');
		expect(JSON.stringify(mask(hostile))).toBe('{"__proto__":{"environment":[{"name":"A","value":{"$unknown":"masked"}}]}}');
	});
});
