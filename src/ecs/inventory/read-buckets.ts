/** AWS's own limits on reading calls, for an account and Region, and the share of them that an audit takes: customers' own calls count too. */
import { type Pace, RateLimit } from "../rate-limit.ts";

interface Bucket {
	readonly burst: number;
	readonly perSecond: number;
	/** Names of operations. */
	readonly operations: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/request-throttling.html */
const BUCKETS: readonly Bucket[] = [
	{
		burst: 50,
		perSecond: 20,
		operations: ["DescribeTaskDefinition", "ListTaskDefinitions", "DescribeDaemonTaskDefinition", "ListDaemonTaskDefinitions"],
	},
	{ burst: 50, perSecond: 20, operations: ["ListTagsForResource"] },
	{ burst: 100, perSecond: 20, operations: ["DescribeTasks", "ListTasks"] },
	{
		burst: 100,
		perSecond: 20,
		operations: ["DescribeServices", "ListServices", "DescribeExpressGatewayService", "DescribeDaemon", "ListDaemons"],
	},
	{ burst: 50, perSecond: 20, operations: ["DescribeServiceDeployments", "DescribeDaemonDeployments"] },
	{ burst: 50, perSecond: 20, operations: ["DescribeServiceRevisions", "DescribeDaemonRevisions"] },
	{ burst: 50, perSecond: 20, operations: ["DescribeClusters", "ListClusters"] },
	// AWS names no limit for these; they are taken for as scarce as the scarcest.
	{ burst: 50, perSecond: 20, operations: ["DescribeTaskSets"] },
	{ burst: 50, perSecond: 20, operations: ["DescribeCapacityProviders"] },
	{ burst: 50, perSecond: 20, operations: ["ListAccountSettings"] },
];

/** Half: the other half is the customers'. */
const DEFAULT_SHARE = 0.5;

/** Waits for a call's turn. `where`: the account and Region that it is made in. */
export type Turn = (where: string, operation: string) => Promise<unknown>;

/** `share`: of each bucket, above 0; 1 takes all of it. */
export function readTurns(share: number = DEFAULT_SHARE, pace?: Pace): Turn {
	const limits = BUCKETS.map(({ burst, perSecond, operations }) => {
		const rate = {
			burst: Math.max(1, Math.floor(burst * share)),
			everyMs: 1000 / (perSecond * share),
			patienceMs: Number.POSITIVE_INFINITY,
		};
		return { operations, limit: new RateLimit(rate, pace) };
	});
	return async (where, operation) => limits.find(({ operations }) => operations.includes(operation))?.limit.turn(where);
}
