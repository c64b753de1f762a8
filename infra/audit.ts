/** The audit by the clock: everything that exists in this account and Region, judged; it only reads. */
import { Duration } from "aws-cdk-lib";
import { type CfnRule, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { lookingUp, OWN_REGION, WALKING } from "./ecs-permissions.ts";
import { type GateFunction, gateFunction, type Surroundings } from "./gate-function.ts";
import { type GateParameters, onlyWhile } from "./parameters.ts";

/** Not for an audit, which reads services and not their deployments. */
const NOT_WALKED = ["LookUpDeployments"];

export function audit(scope: Construct, around: Surroundings & { readonly parameters: GateParameters }): GateFunction {
	const audit = gateFunction(
		scope,
		{
			// As long as Lambda allows. What takes longer goes on with the next attempt: Lambda makes two more for an error.
			...{ id: "Audit", code: "audit", does: "Judges everything that exists in ECS here", timeout: Duration.minutes(15), memoryMb: 2048 },
			may: ["Audit", [...WALKING, ...lookingUp(OWN_REGION).filter(({ sid }) => !NOT_WALKED.includes(sid))]],
		},
		around,
	);
	const { auditSchedule, auditOn } = around.parameters;
	const rule = new Rule(scope, "AuditRule", {
		description: "Taskgate: audit what exists",
		schedule: Schedule.expression("rate(1 day)"),
		targets: [new LambdaFunction(audit.function, { retryAttempts: 2, maxEventAge: Duration.hours(1) })],
	});
	const resource = rule.node.defaultChild as CfnRule;
	resource.addPropertyOverride("ScheduleExpression", onlyWhile(auditOn, auditSchedule.valueAsString, "rate(1 day)"));
	resource.addPropertyOverride("State", onlyWhile(auditOn, "ENABLED", "DISABLED"));
	return audit;
}
