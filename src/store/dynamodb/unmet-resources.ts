import type { AuditRun } from "../audit-memory.ts";
import type { Finding } from "../finding-history.ts";
import { all, type Connection } from "./connection.ts";
import { auditedKey } from "./keys.ts";
import type { Packed } from "./pack.ts";
import { unpackFinding } from "./resource.ts";
import { newestFirst, type TimelineEntry } from "./timeline.ts";

export interface AuditedItem {
	readonly run: string;
	readonly at: string;
	readonly result: string | null;
	readonly resultRun: string | null;
}

const EVER = { from: "0", to: "9999-12-31T23:59:59.999Z$" };

/** Resources of the place with findings of that kind that are not resolved, which the run has not met under whatever id. */
export async function unmetResources(
	connection: Connection,
	run: AuditRun,
	{ account, region, kind }: { readonly account: string; readonly region: string; readonly kind: Finding["kind"] },
): Promise<readonly string[]> {
	const groups = ["finding#open", "finding#exempted"];
	const resources = new Set<string>();
	for await (const { finding } of newestFirst<TimelineEntry & { readonly finding: Packed }>(connection, groups, EVER, { account })) {
		const found = unpackFinding(finding);
		if (found.region === region && found.kind === kind) resources.add(found.resource);
	}
	const unmet: string[] = [];
	for (const resource of resources) if (!(await isMet(connection, run, resource, kind))) unmet.push(resource);
	return unmet;
}

async function isMet(connection: Connection, run: AuditRun, resource: string, kind: string): Promise<boolean> {
	const { pk, sk } = auditedKey(resource, kind, "");
	const items = await all<AuditedItem>(connection, {
		KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
		ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
		ConsistentRead: true,
	});
	return items.some((item) => item.run === run.id);
}
