/** What the hub's template says of queue, functions and schedule: the simulation has no number of its own for any of it. */
import { readFileSync } from "node:fs";

interface Resource {
	readonly Type: string;
	readonly Properties: Readonly<Record<string, unknown>>;
}

interface Template {
	readonly Resources: Readonly<Record<string, Resource>>;
}

/** As it is installed; a test holds it to what is synthesized. */
const TEMPLATE = new URL("../../infra/template/taskgate-hub.template.json", import.meta.url);

export interface DeployedStack {
	readonly visibilityMs: number;
	readonly maxReceiveCount: number;
	readonly batchSize: number;
	readonly windowMs: number;
	readonly maxConcurrency: number;
	readonly timeoutMs: number;
	readonly scheduleMs: number;
	/** The age of the oldest message at which the stack alarms. */
	readonly alarmAgeMs: number;
}

export function hubStack(template: Template = JSON.parse(readFileSync(TEMPLATE, "utf8"))): DeployedStack {
	const [queue] = ofType(template, "AWS::SQS::Queue").filter(({ Properties }) => Properties.RedrivePolicy !== undefined);
	const [source] = ofType(template, "AWS::Lambda::EventSourceMapping");
	const [minute] = ofType(template, "AWS::Events::Rule").filter(({ Properties }) => Properties.ScheduleExpression !== undefined);
	const functions = ofType(template, "AWS::Lambda::Function").filter(({ id }) => id.startsWith("Events"));
	const mapping = source?.Properties;
	const reported = mapping?.FunctionResponseTypes as readonly string[] | undefined;
	if (!reported?.includes("ReportBatchItemFailures")) throw new Error("the events function's mapping does not report single failures");
	const scaling = mapping?.ScalingConfig as { readonly MaximumConcurrency?: unknown } | undefined;
	const redrive = queue?.Properties.RedrivePolicy as { readonly maxReceiveCount?: unknown } | undefined;
	const [oldest] = ofType(template, "AWS::CloudWatch::Alarm").filter(
		({ Properties }) => Properties.MetricName === "ApproximateAgeOfOldestMessage",
	);
	const rate = /^rate\((\d+) minutes?\)$/.exec(String(minute?.Properties.ScheduleExpression));
	return {
		visibilityMs: 1_000 * numberOf("the queue's VisibilityTimeout", queue?.Properties.VisibilityTimeout),
		maxReceiveCount: numberOf("the queue's maxReceiveCount", redrive?.maxReceiveCount),
		batchSize: numberOf("the mapping's BatchSize", mapping?.BatchSize),
		windowMs: 1_000 * numberOf("the mapping's window", mapping?.MaximumBatchingWindowInSeconds ?? 0),
		maxConcurrency: numberOf("the mapping's MaximumConcurrency", scaling?.MaximumConcurrency),
		timeoutMs: 1_000 * numberOf("the events function's Timeout", timeoutOf(functions)),
		scheduleMs: 60_000 * numberOf("the schedule's rate", Number(rate?.[1])),
		alarmAgeMs: 1_000 * numberOf("the threshold of the oldest message's age", oldest?.Properties.Threshold),
	};
}

function ofType({ Resources }: Template, type: string): readonly (Resource & { readonly id: string })[] {
	return Object.entries(Resources).flatMap(([id, resource]) => (resource.Type === type ? [{ id, ...resource }] : []));
}

function timeoutOf(functions: readonly Resource[]): unknown {
	return functions.length === 1 ? functions[0]?.Properties.Timeout : undefined;
}

function numberOf(what: string, value: unknown): number {
	if (typeof value === "number" && value >= 0) return value;
	throw new Error(`${what} is not in the hub's template`);
}
