/** What the functions' log lines are counted as. The words are those of src/: a test holds the two together. */
import { Aws, Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { GateFunction } from "./gate-function.ts";

/** CloudWatch Logs' filter syntax for JSON, by metric. */
export const FILTERS = {
	FailedActions: '{ ($.msg = "action failed") || ($.msg = "nothing left to try") }',
	BreakerOpen: '{ ($.msg = "breaker opened*") || ($.msg = "breaker is open") }',
	/** Whatever else somebody should look at: events that cannot be judged or read, actions that wait, a halt. */
	OtherAlarms:
		'{ ($.alarm IS TRUE) && ($.verdict NOT EXISTS) && ($.msg != "action failed") && ($.msg != "nothing left to try") && ($.msg != "breaker*") }',
} as const;

/** The dimension has the values allowed, denied and undecided. */
const DECISIONS = { name: "Decisions", filter: "{ $.verdict = * }", dimension: "verdict" } as const;

const NAMESPACE = `Taskgate/${Aws.STACK_NAME}`;

/** `deciding`: the names of those whose decisions are counted. */
export function countLogs(scope: Construct, functions: Readonly<Record<string, GateFunction>>, deciding: readonly string[]): void {
	for (const [name, { logs }] of Object.entries(functions)) {
		for (const [metric, pattern] of Object.entries(FILTERS)) count(scope, `${name}${metric}`, logs, metric, pattern);
	}
	const { name, filter, dimension } = DECISIONS;
	for (const [n, one] of deciding.entries()) {
		const logs = functions[one]?.logs;
		if (logs === undefined) throw new Error(`there is no function ${one} whose decisions could be counted`);
		count(scope, n === 0 ? name : `${one}${name}`, logs, name, filter, { [dimension]: `$.${dimension}` });
	}
}

function count(
	scope: Construct,
	id: string,
	logGroup: ILogGroup,
	metricName: string,
	pattern: string,
	dimensions?: Record<string, string>,
): void {
	new MetricFilter(scope, `${id}Filter`, {
		...{ logGroup, metricName, metricNamespace: NAMESPACE, metricValue: "1", filterPattern: FilterPattern.literal(pattern) },
		...(dimensions && { dimensions }),
	});
}

export function counted(metricName: keyof typeof FILTERS): Metric {
	return new Metric({ namespace: NAMESPACE, metricName, statistic: "Sum", period: Duration.minutes(5) });
}

export function decided(verdict: "allowed" | "denied" | "undecided"): Metric {
	const { name: metricName, dimension } = DECISIONS;
	const dimensionsMap = { [dimension]: verdict };
	return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic: "Sum", period: Duration.minutes(5), label: verdict });
}
