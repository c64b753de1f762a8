/** AWS as the gate uses it: what it asks, what it does, and who it is there. */
import type { Kind } from "../admission/request.ts";
import { admittedEarlier, type Compromised } from "../store/admitted-earlier.ts";
import type { StoredAction } from "../store/store.ts";
import type { WholeStore } from "../store/whole-store.ts";
import type { ActionResult } from "./action-result.ts";
import type { PatchedRevisions } from "./actions/job.ts";
import { AwsClients } from "./aws-clients.ts";
import { AwsEcsReader } from "./aws-ecs-reader.ts";
import { AwsRegistry } from "./aws-registry.ts";
import type { EcsReader, Place } from "./ecs-reader.ts";
import { KeyAccounts } from "./key-accounts.ts";
import type { CallObserver } from "./observed-calls.ts";
import { perform } from "./perform.ts";
import type { Registry } from "./registry.ts";

export interface Aws {
	readonly reader: EcsReader;
	readonly registry: Registry;
	/** Does actions, with what the store remembers. */
	performWith(store: Remembering, world: Clocked): (action: StoredAction) => Promise<ActionResult>;
	/** The ARNs under which the gate calls AWS in an account. @throws {LookUpFailed} */
	ownPrincipals(account: string): Promise<readonly string[]>;
	/** Of a client of AWS's in a place. @throws {LookUpFailed} for an account that the gate has no role in. */
	clientSettings(place: Place): ReturnType<AwsClients["settings"]>;
	/** The account that an access key belongs to. @throws {LookUpFailed} */
	accountOfKey(accessKeyId: string, region: string): Promise<string>;
}

type Remembering = Pick<WholeStore, "lastAdmitted" | "newestVerdict" | "decision" | "decisions" | "quarantine" | "quarantined">;

/** What is put on a list for a while. */
interface Clocked {
	now(): string;
	readonly quarantineForMs: number;
	/** Where the operator has opted in. */
	readonly patched?: PatchedRevisions;
}

export interface AwsOptions {
	/** `arn:aws:iam::{account}:role/…`, assumed in every account; without it only the gate's own account is reached. */
	readonly roleArn?: string | undefined;
	/** Name or ARN of the bus to notify. */
	readonly eventBus?: string | undefined;
	/** The tag that admitted task definitions get. */
	readonly admissionTag?: string | undefined;
	/** Told of every call. */
	readonly observer?: CallObserver | undefined;
}

/** Undefined when the machine has no AWS credentials. */
export async function openAws({ roleArn, eventBus, admissionTag, observer }: AwsOptions): Promise<Aws | undefined> {
	const aws = new AwsClients({ roleArn, observer });
	if (!(await aws.hasCredentials())) return undefined;
	const keys = new KeyAccounts(aws);
	return {
		reader: new AwsEcsReader(aws),
		registry: new AwsRegistry(aws),
		performWith: (store, clocked) => {
			const means = {
				aws,
				eventBus,
				admissionTag,
				patched: clocked.patched,
				lastAdmitted: (resource: string, kind: Kind) => store.lastAdmitted(resource, kind),
				admittedEarlier: (compromised: Compromised) => admittedEarlier(store, compromised),
				newestVerdict: (resource: string, kind: Kind) => store.newestVerdict(resource, kind),
				decision: (uid: string) => store.decision(uid),
				quarantined: async () => (await store.quarantined(clocked.now())).map(({ what }) => what),
				quarantine: (whats: readonly string[], entry: { readonly reason: string; readonly by: string }) =>
					putAll(store, clocked, whats, entry),
			};
			return (action) => perform(means, action);
		},
		clientSettings: (place) => aws.settings(place),
		ownPrincipals: (account) => aws.ownPrincipals(account),
		accountOfKey: (accessKeyId, region) => keys.accountOf(accessKeyId, region),
	};
}

async function putAll(
	store: Pick<WholeStore, "quarantine">,
	{ now, quarantineForMs }: Clocked,
	whats: readonly string[],
	entry: { readonly reason: string; readonly by: string },
): Promise<string> {
	const since = now();
	const until = new Date(Date.parse(since) + quarantineForMs).toISOString();
	for (const what of whats) await store.quarantine({ ...entry, what, since, until });
	return until;
}
