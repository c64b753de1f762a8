/** The function that audits its own account and Region when the clock says so. It acts on nothing. */
import { readConfig } from "../config.ts";
import { AwsClients } from "../ecs/aws-clients.ts";
import { AwsInventory } from "../ecs/inventory/aws-inventory.ts";
import { type AuditTold, auditInTime } from "./audit-in-time.ts";
import { type LambdaContext, prepareWorld } from "./prepare.ts";
import { tellAll } from "./tell-all.ts";

const world = await prepareWorld();
const { TASKGATE_ROLE_ARN: roleArn } = readConfig();
/** Nobody waits for an audit: it may ask more often than the gate does. */
const MAX_ATTEMPTS = 8;

export async function handler(_event: unknown, context: LambdaContext): Promise<AuditTold> {
	await world.bundle?.refreshIfDue();
	const inventory = await AwsInventory.open(new AwsClients({ roleArn, maxAttempts: MAX_ATTEMPTS }), {});
	const source = {
		places: inventory.places,
		get known() {
			return inventory.known;
		},
		walk: inventory.walk.bind(inventory),
		readerFor: () => inventory.reader,
	};
	return auditInTime(world, source, () => context.getRemainingTimeInMillis()).finally(() => tellAll(world));
}
