import { expect, test } from "vitest";
import { plain, plainLines } from "./text.ts";

const HOSTILE = "a\u001b[31m\tb\n\u009b2J\u202ec\r\ud800";

test("a text of one line holds nothing that a terminal would obey", () => {
	expect(plain(HOSTILE)).toBe("a\\u001b[31m b \\u009b2J\\u202ec \ufffd");
});

test("one of several lines keeps them, and nothing else", () => {
	expect(plainLines(HOSTILE)).toBe("a\\u001b[31m\tb\n\\u009b2J\\u202ec\\u000d\ufffd");
});
