/** The one table, as data: tests create it, infra/ deploys it. No SDK here. */

/** How many index partitions a queue, a day of decisions or the findings of a state are spread over: 4000 writes a second each. */
export const SHARDS = 4;

/** TTL attribute: epoch seconds. */
export const EXPIRY = "expiresAt";

/** Sparse: events and planned actions alone have its keys. `dueSk` is the instant from which an item may be claimed, and its id. */
export const DUE_INDEX = { name: "due", partitionKey: "duePk", sortKey: "dueSk" } as const;

/** Sparse: decisions by day and findings by state, in time order, with what lists filter on. */
export const TIMELINE_INDEX = {
	name: "timeline",
	partitionKey: "timelinePk",
	sortKey: "timelineSk",
	nonKeyAttributes: ["verdict", "account", "cluster", "policies", "finding"],
} as const;

const key = (partitionKey: string, sortKey: string) => [
	{ AttributeName: partitionKey, KeyType: "HASH" as const },
	{ AttributeName: sortKey, KeyType: "RANGE" as const },
];

const string = (name: string) => ({ AttributeName: name, AttributeType: "S" as const });

/** What CreateTable takes, but for the name. On demand: admission comes in bursts. */
export const createTable = {
	BillingMode: "PAY_PER_REQUEST" as const,
	KeySchema: key("pk", "sk"),
	AttributeDefinitions: ["pk", "sk", DUE_INDEX.partitionKey, DUE_INDEX.sortKey, TIMELINE_INDEX.partitionKey, TIMELINE_INDEX.sortKey].map(
		string,
	),
	GlobalSecondaryIndexes: [
		{
			IndexName: DUE_INDEX.name,
			KeySchema: key(DUE_INDEX.partitionKey, DUE_INDEX.sortKey),
			Projection: { ProjectionType: "KEYS_ONLY" as const },
		},
		{
			IndexName: TIMELINE_INDEX.name,
			KeySchema: key(TIMELINE_INDEX.partitionKey, TIMELINE_INDEX.sortKey),
			Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...TIMELINE_INDEX.nonKeyAttributes] },
		},
	],
};
