/** Writes down what a source answers while it is audited, so that the same can be audited again without asking AWS. */
import { createWriteStream } from "node:fs";
import { mask } from "../admission/mask.ts";
import type { Json, JsonObject } from "../admission/request.ts";
import { hideTokens } from "../admission/secret-text.ts";
import { type EcsReader, LookUpFailed } from "../ecs/ecs-reader.ts";
import { keyOf, QUESTIONS } from "./saved-inventory.ts";
import type { AuditSource } from "./source.ts";

type Told = Record<string, JsonObject>;

/** Readable by its owner alone, and what could be a secret is masked: policies that ask for it will find it unknown. */
export function savingInventory(
	source: AuditSource,
	path: string,
	{ takenAt, allTaskDefinitions }: { readonly takenAt: string; readonly allTaskDefinitions: boolean },
): AuditSource & { close(): Promise<void> } {
	const out = createWriteStream(path, { mode: 0o600 });
	const failed = new Promise<never>((_, reject) => {
		out.once("error", (error) => reject(new Error(`the inventory cannot be written to ${path}: ${error.message}`, { cause: error })));
	});
	failed.catch(() => {});
	const write = async (value: object) => {
		lines += 1;
		if (!out.write(`${JSON.stringify(value)}\n`))
			await Promise.race([new Promise<void>((resolve) => void out.once("drain", () => resolve())), failed]);
	};
	const told = new Map<string, Told>();
	let lines = 0;
	return {
		get places() {
			return source.places;
		},
		...(source.takenAt === undefined ? {} : { takenAt: source.takenAt }),
		get known() {
			return source.known;
		},
		async *walk(isDone) {
			await write({ taskgateInventory: 1, takenAt, places: source.places, allTaskDefinitions });
			for await (const walked of source.walk(isDone)) {
				if (!("found" in walked)) await write(walked);
				yield walked;
			}
		},
		readerFor(item) {
			const answers: Told = {};
			told.set(item.id, answers);
			return overheard(source.readerFor(item), answers);
		},
		async audited(item) {
			const { object, tags, ...request } = item.request;
			const masked = { ...request, object: mask(object), tags: mask(tags) };
			const by = item.broughtInBy === undefined ? {} : { broughtInBy: hideTokens(item.broughtInBy) };
			await write({ found: { ...item, ...by, request: masked }, lookUps: told.get(item.id) ?? {} });
			told.delete(item.id);
			await source.audited?.(item);
		},
		// Without its last line it is known to be cut off.
		async close() {
			await write({ end: { lines } });
			await Promise.race([new Promise<void>((resolve) => void out.end(() => resolve())), failed]);
		},
	};
}

function overheard(reader: EcsReader, told: Told): EcsReader {
	const asking =
		(question: (typeof QUESTIONS)[number]) =>
		async (...args: readonly never[]) => {
			const ask = reader[question].bind(reader) as unknown as (...args: readonly never[]) => Promise<Json | undefined>;
			const key = keyOf(question, args);
			try {
				const answer = await ask(...args);
				// A list is masked as a member of something.
				told[key] = answer === undefined ? {} : mask({ answer: JSON.parse(JSON.stringify(answer)) });
				return answer;
			} catch (error) {
				if (error instanceof LookUpFailed) told[key] = { failed: error.message };
				throw error;
			}
		};
	return {
		source: reader.source,
		...Object.fromEntries(QUESTIONS.map((question) => [question, asking(question)])),
	} as unknown as EcsReader;
}
