/** What policies would patch in the files' task definitions, and, where that is asked for, the files mended. */
import { readFile, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { simplified } from "../admission/mutate.ts";
import { type Operation, type Simple, stepsOf, valueAt } from "../admission/operation.ts";
import type { Json, JsonObject } from "../admission/request.ts";
import { applyOperation } from "../json-patch.ts";
import { judge } from "../judge.ts";
import { readManifest } from "../manifest.ts";
import type { Mending } from "../report/mending-text.ts";
import { reportedDecision } from "../report/reported-decision.ts";
import { editText, Uneditable } from "../source-text/edit-text.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import type { JudgeWorld } from "../world.ts";
import { Definitions } from "./definitions.ts";
import type { EcsObject } from "./ecs-object.ts";
import { hidingValues } from "./hide-values.ts";
import type { Found } from "./read-file.ts";

const ELSEWHERE = "it is made from a template or described elsewhere: mend it there";

/** Those that have something to tell, in the order of the files. `write`: else nothing is changed. */
export async function mendFiles(world: Omit<JudgeWorld, "reader">, found: readonly Found[], write: boolean): Promise<readonly Mending[]> {
	const objects = found.filter((each) => "request" in each);
	const definitions = new Definitions(objects);
	const hide = hidingValues(objects.flatMap(({ sensitive = [] }) => sensitive));
	const patching = new Set<string | undefined>(world.engine.policies.flatMap(({ id, patches }) => (patches === true ? [id] : [])));
	const mendings: Mending[] = [];
	for (const object of objects.filter(({ request }) => request.kind === "TaskDefinition")) {
		const request = { ...object.request, time: object.request.time || world.now() };
		const decision = await judge({ ...world, reader: definitions.readerFor(object) }, request, { mutating: "all" });
		const { operations = [] } = decision;
		const failures = decision.failures.filter(({ policy }) => patching.has(policy));
		if (operations.length === 0 && failures.length === 0) continue;
		const unwritten = operations.length === 0 || !write ? undefined : await mend(object, operations);
		const state = { written: write && operations.length > 0 && unwritten === undefined, ...(unwritten !== undefined && { unwritten }) };
		mendings.push({ decision: { ...hide(reportedDecision(decision, object)), failures }, ...state });
	}
	return mendings;
}

/** Why the file stays as it is; undefined once it is written. */
async function mend({ source, place }: EcsObject, operations: readonly Operation[]): Promise<string | undefined> {
	if (place === undefined) return ELSEWHERE;
	try {
		const bytes = await readFile(source);
		const { value } = readManifest(bytes)[place.document] as { readonly value: Json };
		const { mended, steps } = applied(value, place.at, operations);
		const text = editText(bytes.toString(), place.document, steps, mended);
		const written = readManifest(Buffer.from(text))[place.document]?.value;
		if (!isDeepStrictEqual(written, mended)) throw new Uneditable("the text would not say what it should");
		await writeFile(source, text);
		return undefined;
	} catch (error) {
		if (error instanceof Uneditable || error instanceof UnreadableText) return `it cannot be mended here: ${error.message}`;
		return `it cannot be written: ${(error as Error).message}`;
	}
}

/** The document, and every step that leads there, with pointers into all of it. */
function applied(value: Json, at: string, operations: readonly Operation[]): { readonly mended: Json; readonly steps: readonly Simple[] } {
	const whole = { document: structuredClone(value) } as unknown as JsonObject;
	const object = valueAt(whole, ["document", ...stepsOf(at)]) as JsonObject;
	const steps: Simple[] = [];
	for (const operation of operations) {
		for (const simple of simplified(object, operation) as readonly Simple[]) {
			const failure = applyOperation(object, simple);
			if (failure !== undefined) throw new Uneditable(failure);
			steps.push({ ...simple, path: `${at}${simple.path}` });
		}
	}
	return { mended: whole.document as Json, steps };
}
