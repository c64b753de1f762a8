import { expect, test } from "vitest";
import { withSent } from "./sent.ts";

const described = { role: "real", tags: [{ key: "token", value: "abc" }], desiredCount: 2 };
const sent = { role: "asked", tags: [{ key: "token", value: { $unknown: "masked" } }], network: { $unknown: "redacted" } };

test("what was sent goes before what is described", () => {
	expect(withSent(described, { role: "asked" }, true)).toEqual({ ...described, role: "asked" });
});

test("what was hidden on its way here is read from ECS, once it has happened, and stays unknown where ECS does not tell", () => {
	expect(withSent(described, sent, true)).toEqual({ ...described, role: "asked", network: { $unknown: "redacted" } });
});

test("in a question, unknown is unknown", () => expect(withSent(described, sent, false)).toEqual({ ...described, ...sent }));
