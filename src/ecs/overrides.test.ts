import { expect, test } from "vitest";
import { withOverrides } from "./overrides.ts";

const definition = {
	family: "web",
	taskRoleArn: "own-role",
	cpu: "256",
	containerDefinitions: [
		{
			name: "app",
			command: ["serve"],
			memory: 512,
			environment: [
				{ name: "A", value: "1" },
				{ name: "B", value: "2" },
			],
		},
		{ name: "sidecar", environment: [{ name: "A", value: "1" }] },
	],
};
const marker = { $unknown: "redacted" };

test("no overrides, no change", () => {
	expect(withOverrides(definition, undefined)).toBe(definition);
	expect(withOverrides(definition, {})).toEqual(definition);
	expect(withOverrides(definition, { containerOverrides: [{ name: "app" }] })).toEqual(definition);
});

test("environment is merged by name, the rest replaced, positions kept", () => {
	const app = {
		name: "app",
		command: ["sh"],
		memory: 1024,
		environment: [
			{ name: "B", value: "9" },
			{ name: "C", value: "3" },
		],
		resourceRequirements: [{ type: "GPU", value: "1" }],
	};
	const merged = withOverrides(definition, {
		containerOverrides: [app],
		taskRoleArn: "other-role",
		executionRoleArn: "e",
		memory: "1024",
		ephemeralStorage: { sizeInGiB: 30 },
	});
	expect(merged).toEqual({
		...{ family: "web", taskRoleArn: "other-role", executionRoleArn: "e", cpu: "256", memory: "1024", ephemeralStorage: { sizeInGiB: 30 } },
		containerDefinitions: [{ ...app, environment: [{ name: "A", value: "1" }, ...app.environment] }, definition.containerDefinitions[1]],
	});
	expect(definition.containerDefinitions[0]?.command).toEqual(["serve"]);
});

test("an override for a container that is not there changes nothing, nor does a member that cannot be overridden", () => {
	expect(
		withOverrides(definition, {
			containerOverrides: [
				{ name: "aws-guardduty-agent-1", command: ["x"] },
				{ name: "app", image: "evil", privileged: true },
			],
		}),
	).toEqual(definition);
});

test("what is unknown of the overrides makes unknown what they could override", () => {
	expect(withOverrides(definition, marker)).toMatchObject({
		taskRoleArn: marker,
		containerDefinitions: [{ command: marker, environment: marker }, { command: marker }],
	});
	expect(withOverrides(definition, { containerOverrides: marker })).toMatchObject({
		taskRoleArn: "own-role",
		containerDefinitions: [{ environment: marker }, { command: marker }],
	});
	expect(withOverrides(definition, { containerOverrides: [{ name: marker, command: ["sh"] }] })).toMatchObject({
		containerDefinitions: [{ command: ["sh"] }, { command: ["sh"] }],
	});
	expect(withOverrides(definition, { containerOverrides: [{ name: "app", environment: marker }] })).toMatchObject({
		containerDefinitions: [{ environment: marker }, { name: "sidecar" }],
	});
	const nameless = withOverrides(definition, { containerOverrides: [{ name: "app", environment: [marker] }] });
	expect(nameless).toMatchObject({ containerDefinitions: [{ environment: [{ name: "A" }, { name: "B" }, marker] }, {}] });
});

test("a redacted string instead of a list is not overlooked", () => {
	expect(withOverrides(definition, { containerOverrides: [{ name: "app", environment: "HIDDEN" }] })).toMatchObject({
		containerDefinitions: [{ environment: "HIDDEN" }, {}],
	});
});

test("an unknown definition stays unknown", () => expect(withOverrides(marker, { cpu: "1" })).toBe(marker));
