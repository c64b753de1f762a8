/** What truly happened, written down by the simulated AWS and by nobody of ours: the laws are held against it. */

/** What an event tells of, by the key that makes it one happening for the gate. */
export interface Happening {
	readonly key: string;
	readonly isBad: boolean;
	/** Call or durable. */
	readonly kind: "call" | "durable";
	/** ARN of the revision, service or task that came in. */
	readonly target: string;
	readonly at: number;
	/** The gate's own call coming back: it need not be judged. */
	readonly isOwn: boolean;
	/** How many messages about it came into the queue. */
	copies: number;
	/** CloudTrail told of it and EventBridge never heard. */
	isLost: boolean;
}

/** A change that a call of the gate made. */
export interface Effect {
	readonly type: "DeregisterTaskDefinition" | "StopTask" | "RollBackDeployment" | "RestoreService";
	/** What changed: the revision, the task, the deployment, or the service with what it was to run. */
	readonly thing: string;
	/** ARN of the revision, the task or the service: the action's target. */
	readonly target: string;
	readonly wasBad: boolean;
	readonly at: number;
	/** When what was undone had come in. */
	readonly since: number;
}

export class Journal {
	readonly happenings = new Map<string, Happening>();
	readonly effects: Effect[] = [];
	/** Calls of the gate that changed nothing, because it was so already: what they were about. */
	readonly repeats: { readonly type: Effect["type"]; readonly target: string }[] = [];
	/** Uid of a decision → how often it was put on the bus. */
	readonly notices = new Map<string, number>();
	/** Calls of customers that ECS refused because the revision was deregistered in time. */
	forestalled = 0;
	deploys = 0;
	badDeploys = 0;

	happened(key: string, told: Omit<Happening, "key" | "copies" | "isLost">): Happening {
		const known = this.happenings.get(key);
		if (known !== undefined) return known;
		const happening = { key, ...told, copies: 0, isLost: false };
		this.happenings.set(key, happening);
		return happening;
	}

	notified(uid: string): void {
		this.notices.set(uid, (this.notices.get(uid) ?? 0) + 1);
	}
}
