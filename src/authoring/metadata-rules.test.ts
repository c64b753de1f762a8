import { describe, expect, test } from "vitest";
import type { Annotated } from "../rego/compiler-protocol.ts";
import { metadataProblems } from "./metadata-rules.ts";
import { PLACEHOLDERS } from "./new-policy.ts";

const TEXT = `package policies.team.labels

# METADATA
# title: Labels
# custom:
#   severity: hihg
#   references: [securtyhub/ECS.4]
violation contains {"msg": "x"} if true
`;

interface Changed {
	readonly path?: string;
	readonly title?: string;
	readonly description?: string;
	readonly custom?: Readonly<Record<string, unknown>>;
}

const CUSTOM = { severity: "high", kinds: ["TaskDefinition"], remediation: "Do it.", references: ["securityhub/ECS.4"] };

function problems({
	path = "policies/team/labels/violation",
	title = "Labels",
	description = "Why.",
	custom = {},
}: Changed = {}): readonly string[] {
	const block: Annotated = {
		...{ path, file: "policies/team/labels.rego", row: 8 },
		annotations: { scope: "document", title, description, entrypoint: true, custom: { ...CUSTOM, ...custom } },
	};
	return metadataProblems("policies/team/labels.rego", TEXT, [block]).map(({ row, col, message }) => `${row}:${col} ${message}`);
}

test("complete METADATA has no problem; a source of one's own has a dot in it or is a URL", () => {
	expect(problems()).toEqual([]);
	expect(problems({ path: "team/labels/violation", custom: { references: ["acme.example/S-1", "https://a.example/x"] } })).toEqual([]);
});

describe("a problem is told where it stands", () => {
	test.each<[Changed, RegExp]>([
		[{ custom: { severity: "hihg" } }, /^6:15 hihg is no severity; did you mean high\?/],
		[{ custom: { references: ["securtyhub/ECS.4"] } }, /^7:18 no source of references is called securtyhub; did you mean securityhub/],
		[{ custom: { references: ["ECS.4"] } }, /^7:29 the reference ECS\.4 must be written source\/id/],
		[{ custom: { references: ["zzzzzzzzz/4"] } }, /there are securityhub, config/],
		[{ custom: { kinds: ["TaskDefinitions"] } }, /TaskDefinitions is no kind; did you mean TaskDefinition/],
		[{ custom: { kinds: [] } }, /^5:3 METADATA names no kind/],
		[{ custom: { severity: undefined } }, /METADATA has no severity/],
		[{ custom: { severty: "high" } }, /custom has no member severty; did you mean severity/],
		[{ title: " " }, /^3:3 METADATA has no title/],
		[{ title: PLACEHOLDERS.description }, /^4:3 the title is still what `policy new` wrote/],
		[{ path: "policies/team/label/violation" }, /^8:1 the package says team\/label and the path team\/labels/],
		[{ path: "policies/team/labels/deny" }, /the entrypoint is called deny/],
	])("%j", (changed, expected) => {
		const found = problems(changed);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatch(expected);
	});
});

test("no entrypoint, and two", () => {
	const block = { path: "a/b/violation", file: "", row: 3, annotations: { scope: "document" } };
	expect(metadataProblems("policies/a/b.rego", "", [])[0]?.message).toContain("nothing here judges");
	expect(metadataProblems("policies/a/b.rego", "", [block, block])[0]?.message).toContain("two rules");
});
