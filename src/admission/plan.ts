/** What follows from a decision: the actions, least harmful first, one per target. Pure; nothing is done here. */

/** What can be done to AWS. `ladder` holds the gentler-to-last alternatives tried when an action does not apply. */
export const ACTION_TYPES = ["RollBackDeployment", "RestoreService", "ScaleToZero", "StopTask", "DeregisterTaskDefinition", "Notify"] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

export interface PlannedAction {
	readonly type: ActionType;
	/** Full ARN of what it acts on; for Notify the uid of the decision. */
	readonly target: string;
	/** One action with this key takes effect once, whichever events ask for it. */
	readonly effectKey: string;
	readonly account: string;
	readonly region: string;
	readonly partition: string;
	/** Begins with the policy ids; under 255 characters. */
	readonly reason: string;
	/** Re-read just before acting: a target that no longer looks like this is left alone (`superseded`). */
	readonly precondition: Precondition;
	/** Tried in order when this action does not apply (no deployment in progress, nothing admitted before). */
	readonly otherwise: readonly ActionType[];
	/** `withheld` carries why in `outcome` and is never performed later. */
	readonly state: "planned" | "withheld";
	readonly outcome?: string;
}

/** What was true of the target when it was denied. */
export interface Precondition {
	/** Full ARN of the revision that was denied: the task's, the service's or the target itself. */
	readonly taskDefinition?: string;
	readonly cluster?: string;
}
