import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundleOf } from "../../test/rego-bundle.ts";
import { admissionRequest, NOW } from "../../test/requests.ts";
import type { Evaluation, Question } from "../admission/policy.ts";
import { type Bundle, entrypointsOf } from "./bundle.ts";
import { openCompiler } from "./compiler.ts";
import { DEFAULT_LIMITS } from "./engine.ts";
import { MissingBuiltins } from "./guest.ts";
import { JudgingThread } from "./judging-thread.ts";
import type { PolicyEngine } from "./policy-engine.ts";
import { openWorkerEngine, type WorkerEngineOptions } from "./worker-engine.ts";

/** 10¹² steps where the request asks for it. */
const RUNAWAY = `violation contains {"msg": "never"} if {
	endless
	n := numbers.range(1, 10000)
	some a in n
	some b in n
	some c in n
	a + b + c < 0
}

endless if input.request.name == "runaway"

endless if input.parameters.endless`;
const RULES = {
	"t/name": `violation contains {"msg": $"{input.request.name} {input.parameters.n}"}`,
	"t/runaway": RUNAWAY,
	"t/runaway2": RUNAWAY,
	"t/conflict": `violation contains {"msg": "x"} if one == 1

one := 1

one := 2 if input.request.name == "clash"`,
};

const compiler = openCompiler();
let bundle: Bundle;
beforeAll(async () => {
	bundle = await bundleOf(compiler, RULES);
});
afterAll(() => compiler.close());

const engines: PolicyEngine[] = [];
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.close())));

async function open(options: WorkerEngineOptions = {}): Promise<PolicyEngine> {
	const engine = await openWorkerEngine(bundle, options);
	engines.push(engine);
	return engine;
}

const question = (policy: string, n = 0): Question => ({ constraint: `c${n}`, policy, parameters: { n } });

async function ask(engine: PolicyEngine, name: string, questions: readonly Question[]): Promise<unknown[]> {
	return (await engine.evaluate(admissionRequest({ name }), NOW, questions)).map(said);
}

function said(evaluation: Evaluation): unknown {
	return evaluation.outcome === "evaluated" ? evaluation.violations.map(({ msg }) => msg) : evaluation.reason;
}

describe("openWorkerEngine", () => {
	it("answers many requests at once, each its own", async () => {
		const engine = await open();
		const answers = await Promise.all(
			Array.from({ length: 200 }, (_, i) => ask(engine, `r${i}`, [question("t/name", i), question("t/unknown"), question("t/name", -i)])),
		);
		expect(answers).toEqual(
			Array.from({ length: 200 }, (_, i) => [[`r${i} ${i}`], "the bundle has no policy t/unknown", [`r${i} ${i === 0 ? 0 : -i}`]]),
		);
	});

	it("stops a runaway, names it, judges the other policies and loses no request that waits", async () => {
		const engine = await open({ deadlineMs: 300 });
		await ask(engine, "warm", [question("t/name")]);
		let ticks = 0;
		const clock = setInterval(() => ticks++, 10);
		const runaway = ask(engine, "runaway", [question("t/name", 1), question("t/runaway"), question("t/name", 2)]);
		const waiting = Array.from({ length: 20 }, (_, i) => ask(engine, `r${i}`, [question("t/name", i), question("t/conflict")]));
		expect(await runaway).toEqual([["runaway 1"], "did not finish within 300 ms", ["runaway 2"]]);
		expect(await Promise.all(waiting)).toEqual(Array.from({ length: 20 }, (_, i) => [[`r${i} ${i}`], ["x"]]));
		clearInterval(clock);
		expect(ticks).toBeGreaterThan(10);
	});

	it("gives the others one more chance, not two", async () => {
		const engine = await open({ deadlineMs: 200 });
		const questions = ["t/name", "t/runaway", "t/name", "t/runaway2", "t/name"].map((policy) => question(policy));
		expect(await ask(engine, "runaway", questions)).toEqual([
			"not judged: t/runaway2 did not finish within 200 ms",
			"did not finish within 200 ms",
			"not judged: t/runaway2 did not finish within 200 ms",
			"did not finish within 200 ms",
			"not judged: t/runaway2 did not finish within 200 ms",
		]);
		expect(await ask(engine, "later", [question("t/name")])).toEqual([["later 0"]]);
	});

	it("stops the one that runs away when the same policy is asked twice", async () => {
		const engine = await open({ deadlineMs: 300 });
		const twice = [
			{ constraint: "harmless", policy: "t/runaway", parameters: {} },
			{ constraint: "endless", policy: "t/runaway", parameters: { endless: true } },
		];
		expect(await ask(engine, "web", twice)).toEqual([[], "did not finish within 300 ms"]);
	});

	it("lets another thread go on beside a runaway", async () => {
		const engine = await open({ deadlineMs: 1500, threads: 2 });
		await Promise.all([ask(engine, "a", [question("t/name")]), ask(engine, "b", [question("t/name")])]);
		const order: string[] = [];
		await Promise.all([
			ask(engine, "runaway", [question("t/runaway")]).then(() => order.push("runaway")),
			ask(engine, "quick", [question("t/name")]).then(() => order.push("quick")),
		]);
		expect(order).toEqual(["quick", "runaway"]);
	});

	it("judges in the reserve whoever waits behind a runaway", async () => {
		const engine = await open({ deadlineMs: 3000 });
		const order: string[] = [];
		await Promise.all(Array.from({ length: 50 }, (_, i) => ask(engine, `r${i}`, [question("t/name", i)])));
		const runaway = ask(engine, "runaway", [question("t/runaway")]).then(() => order.push("runaway"));
		const behind = Array.from({ length: 20 }, (_, i) => ask(engine, `r${i}`, [question("t/name", i)]).then(() => order.push("behind")));
		await Promise.all([runaway, ...behind]);
		expect(order).toEqual([...Array.from({ length: 20 }, () => "behind"), "runaway"]);
		expect(await ask(engine, "later", [question("t/name")])).toEqual([["later 0"]]);
	});

	it("without a reserve keeps everybody waiting until the deadline", async () => {
		const engine = await open({ deadlineMs: 500, reserve: 0 });
		const order: string[] = [];
		await ask(engine, "warm", [question("t/name")]);
		await Promise.all([
			ask(engine, "runaway", [question("t/runaway")]).then(() => order.push("runaway")),
			ask(engine, "behind", [question("t/name")]).then(() => order.push("behind")),
		]);
		expect(order).toEqual(["runaway", "behind"]);
	});

	it("keeps one policy's failure to itself, and refuses requests that JSON cannot say", async () => {
		const engine = await open();
		expect(await ask(engine, "clash", [question("t/conflict"), question("t/name")])).toEqual([
			expect.stringContaining("conflict"),
			["clash 0"],
		]);
		expect(await ask(engine, 1n as unknown as string, [question("t/name")])).toEqual([
			expect.stringContaining("cannot be written as JSON"),
		]);
	});

	it("fails what cannot be handed to a thread, and goes on", async () => {
		const engine = await open();
		const strange = { constraint: "c", policy: "t/name", parameters: { n: 1n } } as unknown as Question;
		expect(await ask(engine, "strange", [strange])).toEqual([expect.stringContaining("could not be handed to the thread")]);
		expect(await ask(engine, "later", [question("t/name")])).toEqual([["later 0"]]);
	});

	it("says so when a thread dies, each time anew", async () => {
		const module = "no module" as unknown as WebAssembly.Module;
		const thread = new JudgingThread({ module, entrypoints: entrypointsOf(bundle), limits: DEFAULT_LIMITS }, 1000);
		for (let i = 0; i < 2; i++) {
			const outcome = await thread.judge({ rule: "violation", request: "{}", now: NOW, questions: [question("t/name")] });
			expect(outcome).toEqual({ type: "stopped", at: -1, reason: expect.stringContaining("ended unexpectedly (WebAssembly.Instance()") });
		}
		await thread.close();
	});

	it("refuses a bundle whose built-ins are missing before any request", async () => {
		const lacking = await bundleOf(compiler, { "t/now": `violation contains {"msg": "x"} if time.now_ns() > 0` });
		await expect(openWorkerEngine(lacking)).rejects.toThrow(MissingBuiltins);
	});

	it("answers with failures once it is closed, the ones in flight and waiting included", async () => {
		const engine = await open({ deadlineMs: 5000 });
		await ask(engine, "warm", [question("t/name")]);
		const running = ask(engine, "runaway", [question("t/runaway"), question("t/name")]);
		const waiting = ask(engine, "waits", [question("t/name")]);
		await engine.close();
		expect(await running).toEqual(["the engine is closed", "the engine is closed"]);
		expect(await waiting).toEqual(["the engine is closed"]);
		expect(await ask(engine, "late", [question("t/name")])).toEqual(["the engine is closed"]);
	});
});
