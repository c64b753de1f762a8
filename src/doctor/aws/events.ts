import { DescribeRuleCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import type { Reads, RuleTarget } from "../reads.ts";
import { allPages, reading, readingIfThere } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingRules({ eventBridge }: Session): Pick<Reads, "rule"> {
	return {
		async rule(name, bus) {
			const where = { EventBusName: bus };
			const rule = await readingIfThere("events:DescribeRule", ["ResourceNotFoundException"], () =>
				eventBridge().send(new DescribeRuleCommand({ Name: name, ...where })),
			);
			if (rule === undefined) return undefined;
			const targets = await reading("events:ListTargetsByRule", () =>
				allPages(async (NextToken) => {
					const { Targets, NextToken: next } = await eventBridge().send(new ListTargetsByRuleCommand({ Rule: name, ...where, NextToken }));
					return { items: Targets, next };
				}),
			);
			return {
				state: rule.State ?? "?",
				pattern: rule.EventPattern ? (JSON.parse(rule.EventPattern) as unknown) : undefined,
				schedule: rule.ScheduleExpression,
				targets: targets as unknown as readonly RuleTarget[],
			};
		},
	};
}
