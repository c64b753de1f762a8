/** The function that audits its own account and Region when the clock says so. It acts on nothing. */
import { auditClients, awsSource } from "../audit/aws-source.ts";
import { readConfig } from "../config.ts";
import { type AuditTold, auditInTime } from "./audit-in-time.ts";
import { type LambdaContext, prepareWorld } from "./prepare.ts";
import { tellAll } from "./tell-all.ts";

const world = await prepareWorld();
const { TASKGATE_ROLE_ARN: roleArn } = readConfig();
export async function handler(_event: unknown, context: LambdaContext): Promise<AuditTold> {
	await world.bundle?.refreshIfDue();
	const source = await awsSource(auditClients(roleArn), { now: world.now });
	return auditInTime(world, source, () => context.getRemainingTimeInMillis()).finally(() => tellAll(world));
}
