/** Walks for tests: what is found, unread and complete, as the test says. */

import type { AuditSource } from "../src/audit/source.ts";
import { LookUpFailed } from "../src/ecs/ecs-reader.ts";
import type { InventoryItem, Listing, Unread } from "../src/ecs/inventory/inventory.ts";
import { NOTHING_FOUND } from "../src/ecs/nothing-found.ts";
import { ACCOUNT, ARN, REGION, unresolvedRequest } from "./requests.ts";

const PLACE = { partition: "aws", account: ACCOUNT, region: REGION };
export const REVISION = `${ARN}:task-definition/web:3`;

export interface GivenWalk {
	readonly unread?: readonly Unread[];
	readonly found?: readonly InventoryItem[];
	readonly complete?: readonly Listing[];
}

/** A task definition; `refersTo`: a revision that cannot be looked up. */
export function definition({ refersTo = REVISION }: { readonly refersTo?: string } = {}): InventoryItem {
	const request = unresolvedRequest({
		...{ enforcementPoint: "audit-scan", action: "DescribeTaskDefinition", time: "", duplicateKey: REVISION },
		references: { taskDefinition: refersTo },
	});
	return {
		...{ id: REVISION, arn: REVISION, kind: "TaskDefinition", name: "web", place: PLACE, request },
		...{ broughtInBy: `arn:aws:iam::${ACCOUNT}:role/ci`, createdAt: "2026-11-02T08:00:00.000Z" },
	};
}

export function service(cluster: string): InventoryItem {
	const arn = `${ARN}:service/${cluster}/web`;
	const references = { taskDefinition: REVISION, service: arn, cluster: `${ARN}:cluster/${cluster}` };
	const object = { serviceName: "web", cluster: references.cluster, taskDefinition: REVISION };
	const request = unresolvedRequest({
		...{
			enforcementPoint: "audit-scan",
			kind: "Service",
			action: "DescribeServices",
			time: "",
			duplicateKey: arn,
			cluster,
			object,
			references,
		},
	});
	return { id: arn, arn, kind: "Service", name: "web", place: PLACE, cluster, request };
}

export function walking({ unread = [], found = [], complete = [] }: GivenWalk): AuditSource {
	const body = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1" }] };
	return {
		places: [PLACE],
		known: unread.length + found.length,
		async *walk(isDone = () => false) {
			for (const one of unread) yield { unread: one };
			for (const one of found) if (!(await isDone(one.id))) yield { found: one };
			for (const one of complete) yield { complete: one };
		},
		readerFor: () => ({
			...NOTHING_FOUND,
			source: "ecs",
			taskDefinition: async (_, reference) => {
				if (reference !== REVISION) throw new LookUpFailed(`${reference} cannot be looked up`, { transient: false });
				return { arn: REVISION, body, status: "ACTIVE" };
			},
			service: async (_, __, reference) => ({ serviceArn: reference, taskDefinition: REVISION, deployments: [] }),
		}),
	};
}
