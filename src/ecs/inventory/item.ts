/** What ECS describes, as an item of the inventory. Pure. */
import { mask } from "../../admission/mask.ts";
import type { JsonObject, Kind, References } from "../../admission/request.ts";
import { tagsOf } from "../api-shape.ts";
import type { Place } from "../ecs-reader.ts";
import { known } from "../known.ts";
import { launchTypesFrom } from "../launch-types.ts";
import type { InventoryItem } from "./inventory.ts";

interface Described {
	readonly kind: Kind;
	/** The call that described it. */
	readonly action: string;
	readonly arn: string;
	/** Where it is another than the ARN. */
	readonly id?: string;
	readonly name: string;
	readonly cluster?: string | undefined;
	/** The body of the request that would make it. */
	readonly object: JsonObject;
	readonly references: References;
	readonly launchTypes?: readonly string[];
	readonly broughtInBy?: string | undefined;
	/** Nobody but its maker can have changed it, so that the maker counts as who asks. */
	readonly isFixed?: true;
	readonly createdAt?: string | undefined;
	readonly readAt?: string | undefined;
}

export function itemOf(place: Place, described: Described): InventoryItem {
	const { kind, action, arn, id = arn, name, cluster, object, references, broughtInBy, isFixed, createdAt, readAt } = described;
	return {
		...{ id, arn, kind, name, place },
		...known({ cluster, broughtInBy: tellable(broughtInBy), createdAt, readAt }),
		request: {
			...{ enforcementPoint: "audit-scan", kind, operation: "CREATE", action, ...place, ...known({ cluster }), name },
			launchTypes: described.launchTypes ?? launchTypesFrom([object], object),
			tags: tagsOf(object.tags),
			// Whoever made a service may not be who made it what it is now.
			userInfo: { arn: isFixed === true ? (broughtInBy ?? "") : "" },
			object,
			dryRun: false,
			time: "",
			duplicateKey: id,
			references,
		},
	};
}

/** A task's `startedBy` is whatever its caller wrote there, and it is told in records and reports as the name of somebody. */
function tellable(startedBy: string | undefined): string | undefined {
	if (startedBy === undefined) return undefined;
	return mask({ startedBy }).startedBy === startedBy ? startedBy : "(masked)";
}
