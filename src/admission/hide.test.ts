import { expect, test } from "vitest";
import type { Decision } from "./decide.ts";
import { withoutSecrets } from "./hide.ts";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----";
const object = {
	family: "web",
	containerDefinitions: [
		{
			name: "app",
			image: "ci:hunter22@registry.example.com/app:1",
			environment: [
				{ name: "A", value: "correct horse" },
				{ name: "B", value: "one" },
				{ name: "C", value: "web" },
				{ name: "D", value: PEM },
			],
		},
	],
};

function decision(message: string, more: object = {}): Decision {
	const request = { object, tags: { DbPassword: "battery staple" }, userInfo: { arn: "" } };
	const lists = {
		enforcements: [{ message }],
		failures: [{ reason: message }],
		unknowns: [{ message, field: "/a" }],
		notApplicable: [{ reason: message }],
	};
	return { request, ...lists, skipped: [{ reason: message }], ...more } as unknown as Decision;
}

test.each([
	["an environment value", "found correct horse here", "found (masked) here"],
	["a tag under a secret's name", "tags: battery staple is not included", "tags: (masked) is not included"],
	["a part of an image's login", "registry hunter22 is not allowed", "registry (masked) is not allowed"],
	["a key as JSON writes it", JSON.stringify({ a: PEM }), '{"a":"(masked)"}'],
	["nothing of what is short, or stands unmasked too", "one web is privileged", "one web is privileged"],
])("hides %s wherever it is repeated", (_, message, hidden) => {
	const { enforcements, failures, unknowns, notApplicable, skipped } = withoutSecrets(decision(message));
	const said = [enforcements[0]?.message, failures[0]?.reason, unknowns[0]?.message, notApplicable[0]?.reason, skipped[0]?.reason];
	expect(said).toEqual(Array.from({ length: 5 }, () => hidden));
});

test("looks into the definition that is referred to", () => {
	const request = { object: {}, tags: {}, userInfo: { arn: "" }, context: { taskDefinition: object } };
	expect(withoutSecrets(decision("correct horse", { request })).enforcements[0]?.message).toBe("(masked)");
});

test("what is masked as a whole is hidden in all its parts", () => {
	const request = { object: { secrets: { a: "x", b: { c: "correct horse" } } }, tags: {}, userInfo: { arn: "" } };
	expect(withoutSecrets(decision("correct horse", { request })).enforcements[0]?.message).toBe("(masked)");
});

test("hides a key that is a secret in the field that is named, as the record does", () => {
	const field = `/labels/ghp_${"a".repeat(36)}~1x~0/0`;
	const more = { enforcements: [{ message: "", field }], unknowns: [{ message: "", field }] };
	const { enforcements, unknowns } = withoutSecrets(decision("", more));
	expect([enforcements[0]?.field, unknowns[0]?.field]).toEqual(["/labels/(masked)~1x~0/0", "/labels/(masked)~1x~0/0"]);
});

test("leaves the reason of what is unknown", () => {
	const request = { object: { $unknown: "the macro Company may change it" }, tags: {}, userInfo: { arn: "" } };
	expect(withoutSecrets(decision("the macro Company may change it", { request })).failures[0]?.reason).toBe(
		"the macro Company may change it",
	);
});

test("leaves a decision that says nothing as it is", () => {
	const silent = { enforcements: [], failures: [], unknowns: [], notApplicable: [], skipped: [] } as unknown as Decision;
	expect(withoutSecrets(silent)).toBe(silent);
});

test("hides many values in as many messages: nobody can keep the gate busy with them", () => {
	const environment = Array.from({ length: 20_000 }, (_, i) => ({ name: `V${i}`, value: `value-of-${i}.` }));
	const request = { object: { environment }, tags: {}, userInfo: { arn: "" } };
	const enforcements = environment.map(({ value }) => ({ message: `found ${value}` }));
	const hidden = withoutSecrets(decision("", { request, enforcements })).enforcements;
	expect(new Set(hidden.map(({ message }) => message))).toEqual(new Set(["found (masked)"]));
});
