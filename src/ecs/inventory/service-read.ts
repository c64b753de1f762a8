/** A service as a walk has read it. */
import type { JsonObject } from "../../admission/request.ts";

export interface ServiceRead {
	/** Long. */
	readonly arn: string;
	/** As DescribeServices has it, which tells its task sets without their tags. */
	readonly service: JsonObject;
	readonly readAt: string | undefined;
}
