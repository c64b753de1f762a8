/** What every gate is made of, whether it looks after its own account or after an organization. */
import { CfnOutput, type Stack, Validations } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { type AlarmOf, alarms } from "./alarms.ts";
import { bucket } from "./bucket.ts";
import { dashboard } from "./dashboard.ts";
import { type Functions, functions, type Powers } from "./functions.ts";
import type { CodeOf, GateFunction, Surroundings } from "./gate-function.ts";
import { countLogs } from "./metrics.ts";
import type { Parameters } from "./parameters.ts";
import { type Queues, queues } from "./queues.ts";
import { decisionBus } from "./rules.ts";
import { table } from "./table.ts";

export interface Core {
	readonly around: Surroundings;
	readonly queues: Queues;
	readonly functions: Functions;
}

interface Given<P extends Parameters> {
	readonly parameters: P;
	/** Where the functions' code comes from: asked with the stack itself, which may declare parameters for it. */
	readonly code: (stack: Stack) => CodeOf;
	readonly roleArn?: string;
	/** Of the events function; 10 if absent. */
	readonly maxConcurrency?: number;
	readonly powers: (bus: EventBus) => Powers;
}

/** Findings of cfn-lint, and of CDK's own validation that finds the same, that are none. */
const EXPLAINED = {
	W1030: "An empty parameter would be no ARN, but every property that takes one stands under a condition that it is given.",
	W3005: "CDK names the role beside its policies, on which a function must wait; twice does no harm.",
} as const;

/** Table, bucket, bus, queues, and the functions that judge and finish. */
export function core<P extends Parameters>(
	stack: Stack,
	given: Given<P>,
): Core & { readonly around: Surroundings & { readonly parameters: P } } {
	const { parameters, code, roleArn, powers, maxConcurrency } = given;
	for (const [id, reason] of Object.entries(EXPLAINED)) Validations.of(stack).acknowledge({ id: `CloudFormation-Validate::${id}`, reason });
	stack.addMetadata("cfn-lint", { config: { ignore_checks: Object.keys(EXPLAINED) } });
	const records = table(stack, parameters);
	const files = bucket(stack, parameters);
	const bus = decisionBus(stack, parameters);
	const both = queues(stack, parameters);
	const around = { parameters, table: records, files, bus, code: code(stack), ...(roleArn !== undefined && { roleArn }) };

	new CfnOutput(stack, "Store", { value: `dynamodb:${records.ref}`, description: "TASKGATE_STORE, for `taskgate halt` and `resume`" });
	new CfnOutput(stack, "DecisionBus", { value: bus.eventBusArn, description: "Where decisions are told" });
	new CfnOutput(stack, "FilesBucket", { value: files.bucketName, description: "For policy bundles and reports" });
	new CfnOutput(stack, "DeadLetterQueue", { value: both.dead.queueUrl, description: "Events that could not be judged" });
	const gate = functions(stack, around, both, powers(bus), maxConcurrency);
	new CfnOutput(stack, "EventsLog", { value: gate.events.logs.logGroupName, description: "One line for each decision" });
	return { around, queues: both, functions: gate };
}

interface Besides {
	/** Functions beside the two, by name, whose decisions are counted too. */
	readonly deciding?: Readonly<Record<string, GateFunction>>;
	readonly others?: Readonly<Record<string, GateFunction>>;
	readonly alarms?: Readonly<Record<string, AlarmOf>>;
}

/** What is counted of the logs, what alarms, and the page that shows it. */
export function watched(
	stack: Stack,
	{ around, queues, functions }: Core,
	{ deciding = {}, others = {}, alarms: more }: Besides = {},
): void {
	const { events, schedule } = functions;
	countLogs(stack, { Events: events, Schedule: schedule, ...deciding, ...others }, ["Events", ...Object.keys(deciding)]);
	dashboard(stack, functions, queues, alarms(stack, functions, queues, around.parameters, more));
}
