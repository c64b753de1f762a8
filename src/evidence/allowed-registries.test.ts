import { expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { AllowedRegistries } from "./allowed-registries.ts";

const standard = new AllowedRegistries(readConfig({}).TASKGATE_REGISTRIES);

it.each(["docker.io", "ghcr.io", "public.ecr.aws", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"])(
	"%s is asked unless told otherwise",
	(host) => {
		expect(standard.allows(host)).toBe(true);
	},
);

it.each(["localhost:5000", "127.0.0.1", "169.254.169.254", "registry.internal", "ghcr.io:8443", "ghcr.io.evil.example", "xghcr.io"])(
	"%s is not",
	(host) => {
		expect(standard.allows(host)).toBe(false);
	},
);

it("a pattern takes neither dots nor ports", () => {
	const own = new AllowedRegistries(["*.reg.example", "reg.example:5000"]);
	expect(["a.reg.example", "reg.example:5000"].map((host) => own.allows(host))).toEqual([true, true]);
	expect(["a.b.reg.example", "reg.example", "a.reg.example:1", "aXreg.example"].map((host) => own.allows(host))).toEqual([
		false,
		false,
		false,
		false,
	]);
});

it.each(["*", "*.*", "https://ghcr.io", "ghcr.io/a", "GHCR.io", "ghcr.io,", "a b"])(
	"the variable refuses %j, and says what it takes",
	(value) => {
		expect(() => readConfig({ TASKGATE_REGISTRIES: value })).toThrow(/TASKGATE_REGISTRIES must be hosts in lower case/);
	},
);

it("none asks none", () => {
	expect(readConfig({ TASKGATE_REGISTRIES: "none" }).TASKGATE_REGISTRIES).toEqual([]);
});
