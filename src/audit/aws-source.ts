/** What there is in AWS as it is walked, for the command and for the function that audit it. */
import { AwsClients } from "../ecs/aws-clients.ts";
import { AwsInventory, type Scope } from "../ecs/inventory/aws-inventory.ts";
import type { AuditSource } from "./source.ts";

/** Nobody waits for an audit: it may ask more often than the gate does. */
const MAX_ATTEMPTS = 8;

export function auditClients(roleArn: string | undefined): AwsClients {
	return new AwsClients({ roleArn, maxAttempts: MAX_ATTEMPTS });
}

/** `now` is compulsory: without the time at which a thing was read, older knowledge would overrule newer. @throws {LookUpFailed} as `AwsInventory.open` */
export async function awsSource(aws: AwsClients, scope: Scope & { readonly now: () => string }): Promise<AuditSource> {
	const inventory = await AwsInventory.open(aws, scope);
	return {
		places: inventory.places,
		get known() {
			return inventory.known;
		},
		walk: (isDone) => inventory.walk(isDone),
		readerFor: () => inventory.reader,
	};
}
