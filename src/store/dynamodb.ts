import { DynamoDBClient, type DynamoDBClientConfig, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoDbAuditMemory } from "./dynamodb/audit-memory.ts";
import { dynamoDbBreaker } from "./dynamodb/breaker.ts";
import { dynamoDbBundleMemory } from "./dynamodb/bundle-memory.ts";
import { type Connection, get } from "./dynamodb/connection.ts";
import { readByKey, readDecision, unpackRecord } from "./dynamodb/decision-items.ts";
import { dynamoDbFindings } from "./dynamodb/findings.ts";
import { dynamoDbImageUses, usesNoted } from "./dynamodb/image-uses.ts";
import { dynamoDbInbox } from "./dynamodb/inbox.ts";
import { admittedKey, decisionKey } from "./dynamodb/keys.ts";
import { dynamoDbLedger } from "./dynamodb/ledger.ts";
import { hoursOpened, pointsSeen } from "./dynamodb/ledger-entries.ts";
import { dynamoDbOutbox } from "./dynamodb/outbox.ts";
import type { Packed } from "./dynamodb/pack.ts";
import { page } from "./dynamodb/page.ts";
import { dynamoDbQuarantine } from "./dynamodb/quarantine.ts";
import { recordDecision } from "./dynamodb/record.ts";
import { newestVerdict } from "./dynamodb/resource.ts";
import { calendar } from "./dynamodb/timeline.ts";
import type { WholeStore } from "./whole-store.ts";

export interface DynamoDbStoreOptions {
	/** Name or ARN; made by infra/ or from `createTable` in dynamodb/table.ts. */
	readonly table: string;
	/** A client, which stays the caller's to close; or what one is made from. What is left out the SDK finds in the environment. */
	readonly client?: DynamoDBClient | DynamoDBClientConfig;
	/** Decisions, ended actions and findings leave by TTL so many days after they were written; undefined keeps them for ever. */
	readonly retentionDays?: number | undefined;
}

/** Slows itself down when DynamoDB throttles; a call that hangs is given up and tried again. */
const CALLING: DynamoDBClientConfig = {
	retryMode: "adaptive",
	maxAttempts: 5,
	requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** The store in one DynamoDB table, which any number of processes may use at once. Nothing is called before it is used. */
export function openDynamoDbStore({ table, client = {}, retentionDays }: DynamoDbStoreOptions): WholeStore {
	const isGiven = client instanceof DynamoDBClient;
	const plain = isGiven ? client : new DynamoDBClient({ ...CALLING, ...client });
	if (!isGiven) {
		plain.middlewareStack.add((next) => (args) => next(args).catch((cause: unknown) => Promise.reject(explained(cause, table))), {
			step: "initialize",
		});
	}
	const document = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
	return {
		...storeIn({ client: document, table, retentionDays, fresh: new Map() }),
		close: async () => (isGiven ? undefined : plain.destroy()),
	};
}

/** DynamoDB does not name the table that is not there. */
function explained(cause: unknown, table: string): unknown {
	if (!(cause instanceof ResourceNotFoundException)) return cause;
	return new Error(
		`the DynamoDB table ${table} is not in this account and Region; deploy infra/, or correct TASKGATE_STORE or AWS_REGION`,
		{ cause },
	);
}

function storeIn(connection: Connection): Omit<WholeStore, "close"> {
	const marks = { day: calendar(connection), hour: hoursOpened(connection), point: pointsSeen(connection), uses: usesNoted(connection) };
	return {
		...dynamoDbInbox(connection),
		...dynamoDbOutbox(connection),
		...dynamoDbFindings(connection),
		...dynamoDbBreaker(connection),
		...dynamoDbLedger(connection),
		...dynamoDbAuditMemory(connection),
		...dynamoDbBundleMemory(connection),
		...dynamoDbQuarantine(connection),
		...dynamoDbImageUses(connection),
		record: async (record, actions) => recordDecision(connection, record, actions, marks),
		decision: async (uid) => readDecision(connection, decisionKey(uid).pk),
		decisionByKey: async (key) => readByKey(connection, key),
		decisions: async (query) => page(connection, query),
		async lastAdmitted(resource, kind) {
			const admitted = await get<{ record: Packed }>(connection, admittedKey(resource, kind));
			return admitted && unpackRecord(admitted.record);
		},
		newestVerdict: async (resource, kind) => newestVerdict(connection, resource, kind),
	};
}
