import { describe, expect, it } from "vitest";
import { mask } from "./mask.ts";
import { hideTokens } from "./secret-text.ts";

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
		[
			"a member that every object has",
			{ dockerLabels: { constructor: "x", toString: "y" } },
			{ dockerLabels: { constructor: "x", toString: "y" } },
		],
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

	it.each([
		["an ARN whose name ends like a secret's", { taskDefinitionArn: "arn:aws:ecs:eu-central-1:111122223333:task-definition/csrf-token:3" }],
		["an ARN in a list", { tasks: ["arn:aws-cn:ecs:cn-north-1:111122223333:task/AKIAIOSFODNN7EXAMPLE/0123"] }],
		["a session's ARN", { arn: "arn:aws:sts::111122223333:assumed-role/ci/token=1" }],
		["a definition by name", { taskDefinition: "csrf-token:3", family: `ghp_${"a".repeat(30)}` }],
		["a service's group", { group: "service:sk-checkout-frontend-production", startedBy: "ecs-svc/sk-0123456789012345678901" }],
		["a cluster and a service", { cluster: "AKIAIOSFODNN7EXAMPLE", service: "AKIAIOSFODNN7EXAMPLE", serviceName: "xoxb-0123456789" }],
	])("leaves %s as it is: what is to be looked up must be found", (_, given) => {
		expect(mask(given)).toEqual(given);
	});

	it("hides what only begins like a name", () => {
		const given = { a: "arn:aws:ecs:x --password=hunter2", group: "x --token=abc", b: "arn:aws:s3:::bucket?token=abc" };
		expect(mask(given)).toEqual({ a: masked, group: masked, b: masked });
	});

	it("is not talked out of masking by a marker of somebody's own", () => {
		const given = { options: { $unknown: "AKIAIOSFODNN7EXAMPLE" }, labels: { $unknown: "x", key: "AKIAIOSFODNN7EXAMPLE" } };
		expect(mask(given)).toEqual({ options: masked, labels: { $unknown: "x", key: masked } });
		expect(JSON.stringify(mask(given))).not.toContain("AKIA");
	});

	it("keeps a prototype key as data", () => {
		const hostile = JSON.parse('{"__proto__": {"environment": [{"name": "A", "value": "s3cr3t"}]}}');
		expect(JSON.stringify(mask(hostile))).toBe('{"__proto__":{"environment":[{"name":"A","value":{"$unknown":"masked"}}]}}');
	});
});

describe("hideTokens", () => {
	it.each([
		["container app: AKIAIOSFODNN7EXAMPLE is an access key", "container app: (masked) is an access key"],
		["pulls https://user:hunter2@registry.example/x", "pulls https(masked)registry.example/x"],
		["-----BEGIN RSA PRIVATE KEY-----\nMIIEow", "(masked)"],
		["runs redis --password hunter2 as root", "runs redis --password (masked) as root"],
		["-api-key abcdef is said", "-api-key (masked) is said"],
		["says password=hunter2, twice", "says password=(masked), twice"],
		["container api-key: the value of PASSWORD looks like a password", "container api-key: the value of PASSWORD looks like a password"],
	])("%s", (message, hidden) => {
		expect(hideTokens(message)).toBe(hidden);
	});
});
