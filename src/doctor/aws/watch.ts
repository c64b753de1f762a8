/** CloudWatch: what was measured, and what alarms. */
import { DescribeAlarmsCommand, GetMetricDataCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmRead, MetricAsked, Reads } from "../reads.ts";
import { allPages, reading } from "./reading.ts";
import type { Session } from "./session.ts";

/** GetMetricData takes more; DescribeAlarms takes no more names at a time. */
const AT_A_TIME = 100;
/** CloudWatch keeps minutes for 15 days, and hours for longer. */
const MINUTES_UNTIL = 15 * 86_400;

export function readingWatch({ cloudWatch }: Session, now: () => string): Pick<Reads, "metrics" | "alarms"> {
	return {
		async metrics(asked) {
			if (asked.length === 0) return [];
			const over = Math.max(0, ...asked.map((one) => one.over));
			const until = new Date(now());
			const results = await reading("cloudwatch:GetMetricData", () =>
				allPages(async (NextToken) => {
					const command = new GetMetricDataCommand({
						...{ MetricDataQueries: asked.map(query), StartTime: new Date(until.getTime() - over * 1000), EndTime: until, NextToken },
					});
					const answer = await cloudWatch().send(command);
					return { items: answer.MetricDataResults, next: answer.NextToken };
				}),
			);
			return asked.map(({ statistic, over: seconds }, n) => {
				const since = until.getTime() - seconds * 1000 - periodOf(seconds) * 1000;
				const values = results
					.filter(({ Id }) => Id === `m${n}`)
					.flatMap(({ Timestamps = [], Values = [] }) => Values.filter((_, i) => (Timestamps[i]?.getTime() ?? 0) >= since));
				if (values.length === 0) return undefined;
				return statistic === "Sum" ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
			});
		},
		async alarms(names) {
			const batches = Array.from({ length: Math.ceil(names.length / AT_A_TIME) }, (_, n) =>
				names.slice(n * AT_A_TIME, (n + 1) * AT_A_TIME),
			);
			const answers = await Promise.all(
				batches.map((AlarmNames) =>
					reading("cloudwatch:DescribeAlarms", () =>
						allPages(async (NextToken) => {
							const answer = await cloudWatch().send(new DescribeAlarmsCommand({ AlarmNames, NextToken }));
							return { items: answer.MetricAlarms, next: answer.NextToken };
						}),
					),
				),
			);
			return answers.flat().map(alarm);
		},
	};
}

function periodOf(seconds: number): number {
	if (seconds <= 3_600) return 60;
	return seconds <= MINUTES_UNTIL ? 300 : 3_600;
}

function query({ namespace, metric, dimensions, statistic, over }: MetricAsked, n: number) {
	const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
	const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
	return { Id: `m${n}`, MetricStat: { Metric, Period: periodOf(over), Stat: statistic } };
}

function alarm(told: MetricAlarm): AlarmRead {
	return {
		name: told.AlarmName ?? "",
		state: told.StateValue ?? "?",
		reason: told.StateReason ?? "",
		description: told.AlarmDescription ?? "",
		actionsEnabled: told.ActionsEnabled !== false,
		actions: told.AlarmActions ?? [],
	};
}
