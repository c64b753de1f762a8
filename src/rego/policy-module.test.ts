import { afterAll, beforeAll, expect, test } from "vitest";
import { sourcesOf } from "../../test/rego-bundle.ts";
import { openCompiler } from "./compiler.ts";
import { PolicyModule } from "./policy-module.ts";

const compiler = openCompiler();
let module: PolicyModule;
beforeAll(async () => {
	const files = sourcesOf({
		"w/kind":
			'violation contains {"msg": msg} if some msg in input.kinds\n\nf(1) := 1\n\nf(x) := 2 if x < 5\n\nviolation contains {"msg": $"{f(1)}"} if input.conflict',
	});
	module = await PolicyModule.open(await compiler.build({ files, revision: "test" }));
});
afterAll(() => compiler.close());

const ENTRYPOINT = "policies/w/kind/violation";

test("answers whole input documents, and goes on after a failure", () => {
	expect(module.entrypoints).toEqual([ENTRYPOINT]);
	expect(module.ask(ENTRYPOINT, { kinds: ["a"] })).toEqual({ value: [{ msg: "a" }] });
	expect(module.ask(ENTRYPOINT, { conflict: true })).toEqual({ failure: expect.stringContaining("conflict") });
	expect(module.ask("other", {})).toEqual({ failure: "the module has no entrypoint other" });
	expect(module.ask(ENTRYPOINT, {})).toEqual({ value: [] });
});

test("evaluates a prepared input as often as wanted", () => {
	const evaluate = module.prepare(ENTRYPOINT, { kinds: ["a"] });
	expect(Array.from({ length: 1000 }, evaluate).every((text) => text === '[{"result":[{"msg":"a"}]}]')).toBe(true);
});

test("a bundle without a module is refused", async () => {
	await expect(PolicyModule.open(new Uint8Array([1, 2]))).rejects.toThrow("gzip");
});
