/**
 * Somebody's policy, compiled and judged on somebody's object; nothing of it is kept or logged. One attempt at a time, in threads of its own
 * that are ended at their deadline and cannot grow beyond their limit: a policy that loops or hoards costs only its own attempt.
 */
import { libraryOf } from "../authoring/author-folder.ts";
import { readObjects } from "../check/ecs-object.ts";
import { judgeFiles } from "../check/judge-files.ts";
import { digestOf } from "../constraints/constraint-set.ts";
import { everyPolicyDenies } from "../constraints/profile.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import { readManifest } from "../manifest.ts";
import type { Bundle } from "../rego/bundle.ts";
import { readBundle } from "../rego/bundle.ts";
import { BundleError } from "../rego/bundle-archive.ts";
import { openCompiler, type RegoCompiler } from "../rego/compiler.ts";
import { CompilerFailed, CompilerMissing, RegoErrors } from "../rego/compiler-errors.ts";
import { buildPolicies } from "../rego/policy-sources.ts";
import { openWorkerEngine } from "../rego/worker-engine.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { type Attempt, MOST_DEFINITION, MOST_REGO, REGO_FILE, type Trial } from "./trial.ts";

export interface Playground {
	/** Never throws for what it is given. */
	attempt(attempt: Attempt, now: () => string): Promise<Trial>;
	close(): Promise<void>;
}

const COMPILING_S = 30;
const JUDGING_MS = 1000;
/** 768 MiB for OPA itself, 64 MiB for the policy. */
const COMPILER_PAGES = 12_288;
const POLICY_PAGES = 1024;
/** More attempts than that are sent away. */
const MOST_WAITING = 4;
/** An idle compiler gives its memory back. */
const IDLE_MS = 300_000;
const MOST_OBJECTS = 20;

export function openPlayground(compile: () => RegoCompiler = boundedCompiler): Playground {
	let compiler: RegoCompiler | undefined;
	let last: Promise<unknown> = Promise.resolve();
	let waiting = 0;
	let idle: NodeJS.Timeout | undefined;
	const close = async () => {
		clearTimeout(idle);
		const closing = compiler;
		compiler = undefined;
		await closing?.close();
	};
	return {
		async attempt(attempt, now) {
			if (waiting >= MOST_WAITING) return { outcome: "failed", reason: "others are being tried; try again in a moment" };
			waiting++;
			clearTimeout(idle);
			const trial = last.then(() => {
				compiler ??= compile();
				return tried(compiler, attempt, now);
			});
			last = trial.catch(() => {});
			try {
				return await trial;
			} catch (error) {
				return failureOf(error);
			} finally {
				waiting--;
				idle = setTimeout(() => void close(), IDLE_MS).unref();
			}
		},
		close,
	};
}

function boundedCompiler(): RegoCompiler {
	return openCompiler(undefined, { seconds: COMPILING_S, maxMemoryPages: COMPILER_PAGES });
}

async function tried(compiler: RegoCompiler, { definition, rego }: Attempt, now: () => string): Promise<Trial> {
	if (Buffer.byteLength(rego) > MOST_REGO) return { outcome: "failed", reason: `the policy is over ${MOST_REGO / 1024} KiB` };
	if (Buffer.byteLength(definition) > MOST_DEFINITION)
		return { outcome: "failed", reason: `the definition is over ${MOST_DEFINITION / 1024} KiB` };
	const objects = readManifest(Buffer.from(definition)).flatMap((document) => readObjects("definition", document).objects);
	if (objects.length === 0)
		return { outcome: "unreadable", reason: "there is no task definition, service or other ECS request body in it" };
	if (objects.length > MOST_OBJECTS) return { outcome: "failed", reason: `there are over ${MOST_OBJECTS} objects in it` };
	const bundle = await compiled(compiler, rego);
	const engine = await openWorkerEngine(bundle, { deadlineMs: JUDGING_MS, maxMemoryPages: POLICY_PAGES });
	try {
		const { constraints, exemptions } = everyPolicyDenies(engine.policies);
		const world = { engine, constraints, exemptions, constraintsDigest: digestOf(constraints, exemptions), now };
		const decisions = await judgeFiles(world, objects);
		return { outcome: "judged", decisions, policies: engine.policies.map(({ id }) => id) };
	} finally {
		await engine.close();
	}
}

/** With the library's `lib` where it is asked for. */
async function compiled(compiler: RegoCompiler, rego: string): Promise<Bundle> {
	const library = rego.includes("data.lib") ? await libraryOf() : {};
	return await readBundle(await buildPolicies(compiler, { ...library, [REGO_FILE]: rego }));
}

function failureOf(error: unknown): Trial {
	if (error instanceof RegoErrors) return { outcome: "rego", errors: error.errors };
	if (error instanceof UnreadableText) {
		const line = error.position?.line;
		return { outcome: "unreadable", reason: error.message, ...(line === undefined ? {} : { line }) };
	}
	if (error instanceof UnreadableEvent) return { outcome: "unreadable", reason: error.message };
	if (error instanceof CompilerFailed || error instanceof CompilerMissing || error instanceof BundleError)
		return { outcome: "failed", reason: error.message };
	// Whatever else it says may repeat what was typed.
	return { outcome: "failed", reason: `it could not be tried (${error instanceof Error ? error.name : "unknown"})` };
}
