import { expect, test } from "vitest";
import { launchTypesFrom } from "./launch-types.ts";

const strategy = (...names: string[]) => ({ capacityProviderStrategy: names.map((capacityProvider) => ({ capacityProvider })) });
const both = { requiresCompatibilities: ["EC2", "FARGATE"] };

test.each([
	["says so itself", [{ launchType: "fargate" }], both, ["FARGATE"]],
	["the first that says so", [undefined, { launchType: "EC2" }, { launchType: "FARGATE" }], undefined, ["EC2"]],
	["Fargate's providers", [strategy("FARGATE", "FARGATE_SPOT")], both, ["FARGATE"]],
	["a provider of one's own is not Fargate", [strategy("mine")], both, ["EC2"]],
	["a described task's provider", [{ capacityProviderName: "FARGATE_SPOT" }], both, ["FARGATE"]],
	["an empty strategy says nothing", [strategy()], both, ["EC2", "FARGATE"]],
	["known only at deploy time", [{ launchType: { $unknown: "Ref Type" } }], both, []],
	["a provider known only at deploy time", [{ capacityProviderStrategy: [{ capacityProvider: { $unknown: "Ref P" } }] }], both, []],
	["nothing says", [{}], undefined, []],
	["wrong types say nothing", [{ launchType: 1, capacityProviderStrategy: "x" }], { requiresCompatibilities: "FARGATE" }, []],
])("%s", (_, resources, definition, expected) => {
	expect(launchTypesFrom(resources as never, definition as never)).toEqual(expected);
});
