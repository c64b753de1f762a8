/** One page of CloudWatch: what was decided, how the gate is, what alarms. */
import { AlarmStatusWidget, Dashboard, GraphWidget, type IAlarm, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";
import { counted, decided } from "./metrics.ts";
import type { Queues } from "./queues.ts";

export function dashboard(scope: Construct, { events, schedule }: Functions, queues: Queues, alarms: readonly IAlarm[]): void {
	const graph = (title: string, left: IMetric[], right: IMetric[] = []) => new GraphWidget({ title, left, right, width: 12, height: 6 });
	new Dashboard(scope, "Dashboard", {
		widgets: [
			[new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 4 })],
			[
				graph("Decisions", [decided("allowed"), decided("denied"), decided("undecided")]),
				graph("To be looked at", [counted("FailedActions"), counted("BreakerOpen"), counted("OtherAlarms")]),
			],
			[
				graph(
					"Queue (messages; oldest in seconds)",
					[queues.events.metricApproximateNumberOfMessagesVisible(), queues.dead.metricApproximateNumberOfMessagesVisible()],
					[queues.events.metricApproximateAgeOfOldestMessage()],
				),
				graph("Time to judge a batch", [
					events.function.metricDuration({ statistic: "p50", label: "p50" }),
					events.function.metricDuration({ statistic: "p99", label: "p99" }),
				]),
			],
			[
				graph("Invocations", [events.function.metricInvocations(), schedule.function.metricInvocations()]),
				graph("Errors and throttles", [
					...[events.function.metricErrors(), schedule.function.metricErrors()],
					...[events.function.metricThrottles(), schedule.function.metricThrottles()],
				]),
			],
		],
	});
}
