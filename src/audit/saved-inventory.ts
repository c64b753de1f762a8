/** An inventory that was saved: one JSON object a line, read as it is audited, so that it may be of any length. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Json, KINDS } from "../admission/request.ts";
import { type EcsReader, LookUpFailed, type Place } from "../ecs/ecs-reader.ts";
import type { InventoryItem, IsDone, Unread, Walked } from "../ecs/inventory/inventory.ts";
import type { AuditSource } from "./source.ts";

/** What judging a thing looked up: under the question's name and arguments the answer, or why there was none. */
export type LookUps = Readonly<Record<string, { readonly answer?: Json | undefined; readonly failed?: string }>>;

/** Every question that a reader is asked. */
export const QUESTIONS = [
	...(["taskDefinition", "tasks", "service", "cluster", "daemon", "daemonTaskDefinition", "expressService"] as const),
	...(["taskSet", "capacityProvider", "tags", "serviceRevision", "serviceDeployment"] as const),
];

const text = z.string().min(1);
const place = z.object({ partition: text, account: z.string().regex(/^\d{12}$/, "must have 12 digits"), region: text });
const kind = z.enum(KINDS);
const header = z.object({
	taskgateInventory: z.literal(1),
	takenAt: z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString()),
	places: z.array(place).min(1),
	/** Whether all that were active are in it, and not those in use alone. */
	allTaskDefinitions: z.boolean().default(false),
	count: z.int().exactOptional(),
});
const request = z.looseObject({
	enforcementPoint: z.literal("audit-scan"),
	kind,
	name: z.string(),
	object: z.record(z.string(), z.json()),
});
const found = z.looseObject({ id: text, arn: text, kind, name: z.string(), place, request });
const answer = z.object({ answer: z.json().exactOptional(), failed: z.string().exactOptional() });
const unread = z.looseObject({ kind, name: z.string(), place, action: text, reason: text });
const complete = z.object({ account: text, region: text, cluster: text.exactOptional(), kind });
const end = z.object({ lines: z.int() });

/** @throws {Error} naming the line and the field that is wrong. */
export async function openSavedInventory(path: string): Promise<AuditSource> {
	const header = await headerOf(path);
	const lookUps = new Map<string, LookUps>();
	let named = 0;
	return {
		places: header.places,
		takenAt: header.takenAt,
		get known() {
			return Math.max(header.count ?? 0, named);
		},
		async *walk(isDone: IsDone = () => false) {
			for await (const walked of walkedIn(path, header)) {
				named += 1;
				if (!("found" in walked)) yield walked;
				else if (!(await isDone(walked.found.id))) {
					lookUps.set(walked.found.id, walked.lookUps);
					yield { found: { readAt: header.takenAt, ...walked.found } };
				}
			}
		},
		readerFor: (item) => answering(lookUps.get(item.id) ?? {}),
		audited: async ({ id }) => void lookUps.delete(id),
	};
}

/** What is complete is told last: things were saved as they were judged, and a file that was cut off holds only some of them. */
async function* walkedIn(path: string, { places, allTaskDefinitions }: z.infer<typeof header>): AsyncGenerator<Saved> {
	let lines = 0;
	let isWhole = false;
	const complete: Saved[] = [];
	for await (const text of linesOf(path)) {
		lines += 1;
		if (lines === 1) continue;
		const line = lineIn(text, `${path}:${lines}`);
		isWhole = "end" in line && line.end.lines === lines - 1;
		if ("end" in line) continue;
		if (!("complete" in line)) yield line;
		else if (line.complete.kind !== "TaskDefinition" || allTaskDefinitions) complete.push(line);
	}
	if (isWhole) yield* complete;
	else yield { unread: cutOff(path, places) };
}

/** What is missing in it may be anything. */
function cutOff(path: string, [place]: readonly Place[]): Unread {
	const reason = `the inventory ${path} was not written to its end; save it again`;
	const facts = { kind: "Cluster", name: "the rest of the saved inventory", action: "the saved inventory" } as const;
	return { ...facts, place: place as Place, reason, transient: false };
}

async function headerOf(path: string) {
	for await (const first of linesOf(path)) {
		const read = header.safeParse(parsed(first, `${path}:1`));
		if (read.success) return read.data;
		break;
	}
	throw new Error(`${path} is no inventory that \`taskgate audit --save-inventory\` has written: its first line is no header of one`);
}

async function* linesOf(path: string): AsyncGenerator<string> {
	const input = createReadStream(path);
	try {
		yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
	} catch (error) {
		throw new Error(`the inventory ${path} cannot be read: ${(error as Error).message}`, { cause: error });
	} finally {
		input.destroy();
	}
}

type Saved = Exclude<Walked, { found: InventoryItem }> | { found: InventoryItem; lookUps: LookUps };

function lineIn(line: string, where: string): Saved | { end: z.infer<typeof end> } {
	const value = parsed(line, where);
	const isOf = (member: string) => typeof value === "object" && value !== null && Object.hasOwn(value, member);
	if (isOf("found")) {
		const read = checked(z.looseObject({ found, lookUps: z.record(z.string(), answer).default({}) }), value, where);
		return { found: read.found as unknown as InventoryItem, lookUps: read.lookUps as LookUps };
	}
	if (isOf("unread")) return checked(z.looseObject({ unread }), value, where) as unknown as Walked & { unread: never };
	if (isOf("complete")) return checked(z.looseObject({ complete }), value, where) as unknown as Walked & { complete: never };
	if (isOf("end")) return checked(z.looseObject({ end }), value, where);
	throw new Error(`${where}: neither something found, nor something unread, nor a complete listing`);
}

function parsed(line: string, where: string): unknown {
	try {
		return JSON.parse(line);
	} catch (error) {
		throw new Error(`${where}: not JSON: ${(error as Error).message}`, { cause: error });
	}
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
	const read = schema.safeParse(value);
	if (read.success) return read.data;
	const issue = read.error.issues[0];
	throw new Error(`${where}: ${issue?.path.join(".")}: ${issue?.message}`);
}

export function keyOf(question: string, args: readonly unknown[]): string {
	return JSON.stringify([question, ...args]);
}

/** As ECS answered then; what it was not asked nobody knows. */
function answering(lookUps: LookUps): EcsReader {
	const ask =
		(question: string) =>
		async (...args: readonly unknown[]) => {
			const told = lookUps[keyOf(question, args)];
			if (told === undefined) throw new LookUpFailed(`the saved inventory does not tell ${question} of it`, { transient: false });
			if (told.failed !== undefined) throw new LookUpFailed(told.failed, { transient: false });
			return told.answer ?? undefined;
		};
	return { source: "ecs", ...Object.fromEntries(QUESTIONS.map((question) => [question, ask(question)])) } as unknown as EcsReader;
}
