/** Taskgate in one account and Region: events in, decisions kept, what is denied undone. */
import { CfnOutput, Stack, type StackProps, Validations } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { alarms } from "./alarms.ts";
import { bucket } from "./bucket.ts";
import { dashboard } from "./dashboard.ts";
import { type CodeOf, functions } from "./functions.ts";
import { countLogs } from "./metrics.ts";
import { declareParameters } from "./parameters.ts";
import { queues } from "./queues.ts";
import { decisionBus, rules } from "./rules.ts";
import { table } from "./table.ts";

export interface GateStackProps extends StackProps {
	/** Where the functions' code comes from: asked with the stack itself, which may declare parameters for it. */
	readonly code: (stack: Stack) => CodeOf;
}

/** Findings of cfn-lint, and of CDK's own validation that finds the same, that are none. */
const EXPLAINED = {
	W1030: "An empty parameter would be no ARN, but every property that takes one stands under a condition that it is given.",
	W3005: "CDK names the role beside its policies, on which a function must wait; twice does no harm.",
} as const;

export class GateStack extends Stack {
	constructor(scope: Construct, id: string, { code, ...props }: GateStackProps) {
		super(scope, id, { description: "Taskgate: admission control for Amazon ECS", ...props });
		const parameters = declareParameters(this);
		for (const [id, reason] of Object.entries(EXPLAINED))
			Validations.of(this).acknowledge({ id: `CloudFormation-Validate::${id}`, reason });
		this.addMetadata("cfn-lint", { config: { ignore_checks: Object.keys(EXPLAINED) } });
		const records = table(this, parameters);
		const files = bucket(this, parameters);
		const bus = decisionBus(this, parameters);
		const both = queues(this, parameters);
		const gate = functions(this, { parameters, queues: both, table: records, bus, code: code(this) });
		rules(this, both);
		countLogs(this, gate);
		dashboard(this, gate, both, alarms(this, gate, both, parameters));

		new CfnOutput(this, "Store", { value: `dynamodb:${records.ref}`, description: "TASKGATE_STORE, for `taskgate halt` and `resume`" });
		new CfnOutput(this, "DecisionBus", { value: bus.eventBusArn, description: "Where decisions are told" });
		new CfnOutput(this, "FilesBucket", { value: files.bucketName, description: "For policy bundles and reports" });
		new CfnOutput(this, "EventsLog", { value: gate.events.logs.logGroupName, description: "One line for each decision" });
		new CfnOutput(this, "DeadLetterQueue", { value: both.dead.queueUrl, description: "Events that could not be judged" });
	}
}
