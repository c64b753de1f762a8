import { expect, test } from "vitest";
import { auditProgress, progressText } from "./audit-progress.ts";

function watched(isTTY: boolean) {
	const written: string[] = [];
	let now = 0;
	const stream = { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
	const progress = auditProgress(stream, () => now);
	return {
		written,
		progress,
		pass: (ms: number) => {
			now += ms;
		},
	};
}

test.each([
	[{ done: 1200, known: 2000, perSecond: 40 }, "1200 of 2000 · 40 a second · 20 s left"],
	[{ done: 10, known: 2000, perSecond: 0.5 }, "10 of 2000 · 0.5 a second · 66 min left"],
	[{ done: 10, known: 90_010, perSecond: 10 }, "10 of 90010 · 10 a second · 3 h left"],
	[{ done: 0, known: 0, perSecond: 0 }, "0 of 0 · 0.0 a second"],
])("%o", (pace, told) => {
	expect(progressText(pace)).toBe(told);
});

test("a terminal gets a bar that is written over, and nothing of it is left", () => {
	const { written, progress, pass } = watched(true);
	progress.tick(0, 100);
	pass(1000);
	progress.tick(50, 100);
	progress.tick(51, 100);
	progress.clear();
	expect(written).toEqual(["\r[############------------] 50 of 100 · 50 a second · 1 s left\u001b[K", "\r\u001b[K"]);
});

test("a pipe gets a plain line now and then, and none for little work", () => {
	const { written, progress, pass } = watched(false);
	progress.tick(400, 1000);
	pass(4000);
	progress.tick(500, 1000);
	pass(2000);
	progress.tick(520, 1000);
	progress.clear();
	expect(written).toEqual(["taskgate: audited 520 of 1000 · 20 a second · 24 s left\n"]);
});
