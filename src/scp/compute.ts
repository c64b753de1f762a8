/** Where a task definition may be made for. Pure. */
import { deny, type Noted } from "./statement.ts";

export const COMPUTE = ["FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"] as const;

/** None allowed in particular: no statement. */
export function onlyOn(allowed: readonly string[]): readonly Noted[] {
	if (allowed.length === 0) return [];
	const names = allowed.join(", ");
	return [
		{
			statement: deny("TaskgateDenyOtherCompute", ["ecs:RegisterTaskDefinition"], {
				Condition: { "ForAnyValue:StringNotEquals": { "ecs:compute-compatibility": allowed } },
			}),
			does: `refuses definitions made for other compute than ${names}`,
			leavesOpen: "where a task then runs: launch type and capacity provider are said by whoever runs it",
		},
		{
			statement: deny("TaskgateDenyUnnamedCompute", ["ecs:RegisterTaskDefinition"], {
				Condition: { Null: { "ecs:compute-compatibility": "true" } },
			}),
			does: "refuses definitions that do not say what they are made for: they would run on EC2 too",
			leavesOpen: "nothing besides",
			unverified: "that the key is missing when requiresCompatibilities is",
		},
	];
}
