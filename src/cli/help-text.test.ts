import { expect, test } from "vitest";
import { fitted } from "./help-text.ts";

test("paragraphs are filled, lines of a table stay lines", () => {
	expect(fitted("\nExamples:\n  taskgate check x\n\nOne sentence that\nis broken somewhere else.\n", 30)).toBe(
		"\nExamples:\n  taskgate check x\n\nOne sentence that is broken\nsomewhere else.\n",
	);
});

test("a second column goes on below itself while there is room for it", () => {
	const line = "  NAME  what it is for, in a few words more";
	expect(fitted(line, 40)).toBe("  NAME  what it is for, in a few words\n        more");
	expect(fitted(line, 30)).toBe(line);
	expect(fitted("  taskgate check --parameter a=b deploy/", 30)).toBe("  taskgate check --parameter a=b deploy/");
});
