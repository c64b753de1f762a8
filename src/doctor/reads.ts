/** What doctor reads of AWS. Every answer is data; what cannot be read is thrown as Unread, what is not there is undefined. */
import type { Found } from "./found.ts";

export interface Trail {
	readonly name: string;
	readonly arn: string;
	readonly homeRegion: string;
	readonly isMultiRegion: boolean;
	readonly isOrganization: boolean;
	readonly isLogging: boolean;
	readonly selectors: readonly EventSelector[];
	readonly advancedSelectors: readonly AdvancedSelector[];
}

export interface EventSelector {
	readonly ReadWriteType?: string;
	readonly IncludeManagementEvents?: boolean;
	readonly [other: string]: unknown;
}

export interface AdvancedSelector {
	readonly Name?: string;
	readonly FieldSelectors?: readonly FieldSelector[];
}

export interface FieldSelector {
	readonly Field?: string;
	readonly Equals?: readonly string[];
	readonly NotEquals?: readonly string[];
	readonly StartsWith?: readonly string[];
	readonly NotStartsWith?: readonly string[];
	readonly EndsWith?: readonly string[];
	readonly NotEndsWith?: readonly string[];
}

export interface RuleRead {
	readonly state: string;
	readonly pattern: unknown;
	readonly schedule: string | undefined;
	readonly targets: readonly RuleTarget[];
}

export interface RuleTarget {
	readonly Id: string;
	readonly Arn: string;
	readonly DeadLetterConfig?: { readonly Arn?: string };
	readonly [other: string]: unknown;
}

export interface QueueRead {
	readonly waiting: number;
	readonly inFlight: number;
	readonly redrivePolicy: { readonly deadLetterTargetArn?: string } | undefined;
}

export interface MetricAsked {
	readonly namespace: string;
	readonly metric: string;
	readonly dimensions: Readonly<Record<string, string>>;
	readonly statistic: "Sum" | "Maximum";
	/** Seconds up to now. */
	readonly over: number;
}

export interface FunctionRead {
	readonly state: string | undefined;
	readonly stateReason: string | undefined;
	readonly lastUpdate: string | undefined;
	readonly codeSha256: string | undefined;
	readonly modifiedAt: string | undefined;
	readonly environment: Readonly<Record<string, string>>;
	/** Why Lambda does not tell the environment, where it does not. */
	readonly environmentError: string | undefined;
	readonly reservedConcurrency: number | undefined;
}

export interface SourceMapping {
	readonly uuid: string;
	readonly state: string;
	readonly queueArn: string;
}

export interface TableRead {
	readonly status: string;
	readonly deletionProtected: boolean;
	readonly pointInTimeRecovery: boolean;
	/** The attribute that TTL goes by, while it is enabled. */
	readonly timeToLive: string | undefined;
}

export interface AlarmRead {
	readonly name: string;
	readonly state: string;
	readonly reason: string;
	readonly description: string;
	readonly actionsEnabled: boolean;
	readonly actions: readonly string[];
}

export interface ServiceRead {
	readonly name: string;
	readonly controller: string;
	readonly isExpress: boolean;
	readonly hooks: readonly LifecycleHook[];
}

export interface LifecycleHook {
	readonly targetType?: string;
	readonly hookTargetArn?: string;
	readonly roleArn?: string;
	readonly lifecycleStages?: readonly string[];
	readonly hookDetails?: unknown;
	readonly timeoutConfiguration?: { readonly action?: string };
}

/** A cluster's services, or why they could not be read. */
export interface ClusterServices {
	readonly cluster: string;
	readonly services: readonly ServiceRead[];
	readonly unread: readonly Found[];
}

export interface HookType {
	readonly isActivated: boolean;
	/** JSON as CloudFormation keeps it; undefined without any. */
	readonly configuration: unknown;
}

export interface ControlPolicies {
	readonly managementAccount: string;
	/** From the account up to the root. */
	readonly attached: readonly { readonly target: string; readonly policy: string; readonly document: unknown }[];
}

export interface GuardDutyRead {
	readonly detector: string;
	readonly status: string;
	readonly features: readonly {
		readonly Name?: string;
		readonly Status?: string;
		readonly AdditionalConfiguration?: readonly { readonly Name?: string; readonly Status?: string }[];
	}[];
}

export interface Covered {
	readonly cluster: string;
	readonly status: string;
	readonly issue: string | undefined;
}

export interface Simulation {
	readonly action: string;
	readonly resource: string;
	readonly decision: string;
	readonly byOrganization: boolean;
	readonly byBoundary: boolean;
}

export interface Simulated {
	readonly role: string;
	readonly actions: readonly string[];
	readonly resources: readonly string[];
	readonly context: Readonly<Record<string, readonly string[]>>;
}

export interface Reads {
	trails(): Promise<readonly Trail[]>;
	rule(name: string, bus: string): Promise<RuleRead | undefined>;
	queue(url: string): Promise<QueueRead | undefined>;
	/** In the order asked; undefined where CloudWatch has no data. */
	metrics(asked: readonly MetricAsked[]): Promise<readonly (number | undefined)[]>;
	function(name: string): Promise<FunctionRead | undefined>;
	sourceMappings(name: string): Promise<readonly SourceMapping[]>;
	table(name: string): Promise<TableRead | undefined>;
	alarms(names: readonly string[]): Promise<readonly AlarmRead[]>;
	services(): AsyncIterable<ClusterServices>;
	hookType(name: string): Promise<HookType | undefined>;
	controlPolicies(account: string): Promise<ControlPolicies | undefined>;
	guardDuty(): Promise<GuardDutyRead | undefined>;
	coverage(detector: string): Promise<readonly Covered[]>;
	simulate(asked: Simulated): Promise<readonly Simulation[]>;
	/** AWS's clock minus this machine's, in milliseconds, and half of what the call took. */
	clockSkew(): Promise<{ readonly skewMs: number; readonly marginMs: number }>;
}
