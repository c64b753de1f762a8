/** The alarms: everything that says the gate is not doing its work, or has met something it may not settle alone. */
import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";
import { counted, decided } from "./metrics.ts";
import { onlyIf, type Parameters, type TopicParameters } from "./parameters.ts";
import type { Queues } from "./queues.ts";

export interface AlarmOf {
	readonly metric: IMetric;
	/** What it means and where to look first. */
	readonly says: string;
	/** At or above; 1 unless told. */
	readonly threshold?: number;
	/** Below one, and no data is the alarm itself. */
	readonly whenSilent?: boolean;
}

const MINUTE = { period: Duration.minutes(1), statistic: "Maximum" };
export const SUM = { period: Duration.minutes(5), statistic: "Sum" };

/** `more`: of what this gate has besides, by name. */
export function alarms(
	scope: Construct,
	{ events, schedule }: Functions,
	queues: Queues,
	parameters: Parameters,
	more: Readonly<Record<string, AlarmOf>> = {},
): readonly Alarm[] {
	const all: Readonly<Record<string, AlarmOf>> = {
		DeadLetters: {
			metric: queues.dead.metricApproximateNumberOfMessagesVisible(MINUTE),
			says: "Events could not be judged and wait in the dead-letter queue: read them, then start a redrive.",
		},
		OldestMessage: {
			metric: queues.events.metricApproximateAgeOfOldestMessage(MINUTE),
			threshold: 900,
			says: "An event has waited 15 minutes: the events function is throttled, failing, or ECS does not answer its look-ups.",
		},
		Undecided: { metric: decided("undecided"), says: "A deploy could not be judged; nothing was done to it. The log says why." },
		FailedActions: { metric: counted("FailedActions"), says: "A denied deploy still stands: undoing it failed for good." },
		BreakerOpen: {
			metric: counted("BreakerOpen"),
			says: "TASKGATE_ACTION_LIMIT was reached: nothing more is undone until `taskgate resume --reset-breaker`.",
		},
		OtherAlarms: { metric: counted("OtherAlarms"), says: "Taskgate logged an alarm: search its log for `alarm`." },
		EventsErrors: { metric: events.function.metricErrors(SUM), says: "The events function failed as a whole; its messages come back." },
		EventsThrottles: {
			metric: events.function.metricThrottles(SUM),
			says: "Lambda throttled the events function: raise the account's concurrency.",
		},
		ScheduleErrors: { metric: schedule.function.metricErrors(SUM), says: "The schedule function failed; the next minute tries again." },
		ScheduleThrottles: { metric: schedule.function.metricThrottles(SUM), says: "Lambda throttled the schedule function." },
		ScheduleSilence: {
			metric: schedule.function.metricInvocations({ ...SUM, period: Duration.minutes(15) }),
			whenSilent: true,
			says: "The schedule function has not run for 15 minutes: planned actions may be waiting.",
		},
		Silence: {
			metric: queues.events.metricNumberOfMessagesSent({ ...SUM, period: Duration.days(1) }),
			whenSilent: true,
			says: "No ECS event for a day. Is there a trail that logs management events, are the rules enabled? In a quiet account, disable this one.",
		},
		...more,
	};
	return Object.entries(all).map(([name, alarm]) => alarmOf(scope, `${name}Alarm`, alarm, parameters));
}

export function alarmOf(
	scope: Construct,
	id: string,
	{ metric, says, threshold = 1, whenSilent = false }: AlarmOf,
	parameters: TopicParameters,
): Alarm {
	const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = ComparisonOperator;
	const alarm = new Alarm(scope, id, {
		...{ metric, threshold, evaluationPeriods: 1, alarmDescription: `Taskgate: ${says}` },
		comparisonOperator: whenSilent ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
		treatMissingData: whenSilent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
	});
	const alarmActionArn = onlyIf(parameters.hasAlarmTopic, parameters.alarmTopicArn.valueAsString).toString();
	alarm.addAlarmAction({ bind: () => ({ alarmActionArn }) });
	alarm.addOkAction({ bind: () => ({ alarmActionArn }) });
	return alarm;
}
