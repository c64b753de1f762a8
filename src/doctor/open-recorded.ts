/** The gate's store, for reading: what is asked for, else what the stack says, else what the environment does. */
import { existsSync } from "node:fs";
import { type Config, isDefaultStore } from "../config.ts";
import { openDynamoDbStore } from "../store/dynamodb.ts";
import { openStore, sqlitePath } from "../store/open-store.ts";
import { reading } from "./aws/reading.ts";
import type { Session } from "./aws/session.ts";
import type { Patient, Recorded } from "./check.ts";
import type { FoundStack } from "./find-stack.ts";
import { NotHere } from "./found.ts";
import { Stack } from "./stack.ts";

interface Asked {
	readonly store: string | undefined;
	readonly stack: FoundStack;
	readonly config: Config;
	readonly session: Session;
}

export interface OpenRecorded {
	readonly store: Patient["store"];
	close(): Promise<void>;
}

/** Nothing is opened before it is wanted. */
export function openRecorded(asked: Asked): OpenRecorded {
	let opened: ReturnType<typeof open> | undefined;
	return {
		async store() {
			opened ??= open(asked);
			const { address, store } = await opened;
			return { address, store };
		},
		close: async () => {
			const one = await opened?.catch(() => undefined);
			await one?.close();
		},
	};
}

async function open({ session, ...asked }: Asked) {
	const address = addressOf(asked);
	const path = sqlitePath(address);
	// A file that is not there would be made by opening it.
	if (path !== undefined && !existsSync(path)) throw new NotHere(`there is no store ${address}; --store names another`);
	if (path !== undefined) {
		const store = await openStore(address);
		return { address, store, close: () => store.close() };
	}
	const store = openDynamoDbStore({ table: address.slice("dynamodb:".length), client: session.dynamoDb() });
	return { address, store: told(store), close: () => store.close() };
}

function addressOf({ store, stack, config }: Omit<Asked, "session">): string {
	if (store !== undefined) return store;
	if (stack instanceof Stack && stack.kind === "member") throw new NotHere(`${stack.name} is a member: the store is the hub's`);
	const ofStack = stack instanceof Stack ? stack.read.outputs.Store : undefined;
	if (ofStack !== undefined) return ofStack;
	if (stack instanceof Error && stack.name === "Unread" && isDefaultStore()) throw stack;
	return config.TASKGATE_STORE;
}

function told(store: Recorded): Recorded {
	const query = <T>(call: () => Promise<T>) => reading("dynamodb:Query", call);
	return {
		halted: () => reading("dynamodb:GetItem", () => store.halted()),
		newestSignature: (source) => reading("dynamodb:GetItem", () => store.newestSignature(source)),
		openBreakers: () => query(() => store.openBreakers()),
		pendingActions: () => query(() => store.pendingActions()),
		decisions: (asked) => query(() => store.decisions(asked)),
	};
}
