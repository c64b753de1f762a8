/**
 * Counts capacity units by AWS's rules (Developer Guide, "Read and write operations"), item by item: neither moto nor DynamoDB Local
 * counts transactions and indexes as the service bills them.
 */
import { type AttributeValue, DynamoDBClient, type DynamoDBClientConfig, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DUE_INDEX, TIMELINE_INDEX } from "../src/store/dynamodb/table.ts";

type Item = Readonly<Record<string, AttributeValue>>;

interface Write {
	readonly TableName: string;
	readonly Item?: Item;
	readonly Key?: Item;
}

interface Input extends Write {
	readonly ConsistentRead?: boolean;
	readonly TransactItems?: readonly Readonly<Record<string, Write>>[];
}

interface Output {
	readonly Item?: Item;
	readonly Items?: readonly Item[];
}

export interface Units {
	read: number;
	written: number;
}

/** A client for `openDynamoDbStore`, and what it has used so far. */
export function meteredClient(config: DynamoDBClientConfig): { readonly client: DynamoDBClient; readonly units: Units } {
	const client = new DynamoDBClient(config);
	const aside = new DynamoDBClient(config);
	const units = { read: 0, written: 0 };
	const stored = async ({ TableName, Item, Key }: Write): Promise<Item | undefined> => {
		const key = Key ?? { pk: Item!.pk!, sk: Item!.sk! };
		return (await aside.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))).Item;
	};
	client.middlewareStack.add(
		(next, context) => async (args) => {
			const input = args.input as Input;
			const name = String(context.commandName);
			if (/^(Get|Query)/.test(name)) {
				const answer = await next(args);
				units.read += readUnits(answer.output as Output, input.ConsistentRead === true);
				return answer;
			}
			const writes = input.TransactItems?.flatMap((one) => Object.values(one)) ?? [input];
			const before = await Promise.all(writes.map(stored));
			const answer = await next(args);
			const after = await Promise.all(writes.map(stored));
			const factor = name.startsWith("Transact") ? 2 : 1;
			units.written += writes.reduce((sum, _, n) => sum + factor * baseUnits(before[n], after[n]) + indexUnits(before[n], after[n]), 0);
			return answer;
		},
		{ step: "build" },
	);
	return { client, units };
}

/** A kilobyte of the larger of before and after; at least one. */
function baseUnits(before: Item | undefined, after: Item | undefined): number {
	return Math.max(1, Math.ceil(Math.max(sizeOf(before), sizeOf(after)) / 1024));
}

/** A changed key costs a deletion and an insertion. */
function indexUnits(before: Item | undefined, after: Item | undefined): number {
	const due = [DUE_INDEX.partitionKey, DUE_INDEX.sortKey];
	const timeline = [TIMELINE_INDEX.partitionKey, TIMELINE_INDEX.sortKey, ...TIMELINE_INDEX.nonKeyAttributes];
	return [due, timeline].reduce((sum, attributes) => {
		const [old, now] = [entryOf(before, attributes), entryOf(after, attributes)];
		if (JSON.stringify(old) === JSON.stringify(now)) return sum;
		const sameKey = attributes.slice(0, 2).every((key) => old?.[key]?.S === now?.[key]?.S);
		const written = [old, now].filter((entry) => entry !== undefined).map((entry) => Math.ceil(sizeOf(entry) / 1024));
		return sum + (sameKey ? Math.max(...written) : written.reduce((a, b) => a + b, 0));
	}, 0);
}

function entryOf(item: Item | undefined, attributes: readonly string[]): Item | undefined {
	if (item?.[attributes[0]!] === undefined) return undefined;
	return Object.fromEntries(["pk", "sk", ...attributes].flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

/** 4 KB of what was looked at; at least one. Filtered queries look at more: they are not metered here. */
function readUnits({ Item, Items = [] }: Output, consistent: boolean): number {
	const bytes = [Item, ...Items].reduce((sum, item) => sum + sizeOf(item), 0);
	return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

function sizeOf(item: Item | undefined): number {
	return Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize({ S, N, B, L, M }: AttributeValue): number {
	if (S !== undefined) return Buffer.byteLength(S);
	if (B !== undefined) return B.byteLength;
	if (N !== undefined) return Math.ceil(N.length / 2) + 1;
	if (L !== undefined) return 3 + L.reduce((sum, one) => sum + 1 + valueSize(one), 0);
	return M === undefined ? 1 : 3 + sizeOf(M);
}
