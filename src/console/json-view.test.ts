import { expect, test } from "vitest";
import { jsonView, type Mark } from "./json-view.ts";

const text = (html: string) => html.replace(/<[^>]+>/g, "").replaceAll("&quot;", '"');
const mark = (field: string, note = "a/b"): Mark => ({ field, tone: "deny", note });

const OBJECT = { family: "web", containers: [{ "a/b": 1, user: { $unknown: "Ref User" }, secret: { $unknown: "masked" } }], none: [] };

test("every member stands on a line of its own, and unknown values look it", () => {
	const { view } = jsonView(OBJECT, []);
	expect(text(view.text)).toContain('"none": []');
	expect(text(view.text)).toContain('"user": unknown: Ref User,');
	expect(view.text).toContain('<span class="masked">masked</span>');
});

test("a field is marked at its line, or at its nearest parent's, and can be linked to", () => {
	const { view, anchors } = jsonView(OBJECT, [mark("/containers/0/a~1b"), mark("/containers/0/missing/deep"), mark("/elsewhere")]);
	expect(anchors.get("/containers/0/a~1b")).toBe("line-5");
	expect(anchors.get("/containers/0/missing/deep")).toBe("line-4");
	expect(anchors.get("/elsewhere")).toBe("line-1");
	expect(view.text).toContain('<span class="line marked deny" id="line-5">');
});

test("two answers about one line stand beside it, each once", () => {
	const { view } = jsonView(OBJECT, [mark("/family", "a/b"), mark("/family", "c/d"), mark("/family", "a/b")]);
	expect(view.text.match(/class="note"/g)).toHaveLength(2);
});

test("an object without end is cut, and says so", () => {
	const { view } = jsonView({ list: Array.from({ length: 5000 }, (_, i) => i) }, [mark("/list/4999")]);
	expect(text(view.text)).toContain("longer than 2000 lines");
	expect(view.text.length).toBeLessThan(100_000);
});
