/** Where the files will be sent, as far as they do not say it themselves. Pure. */
import { partitionOf } from "../ecs/arn.ts";
import type { Found } from "./read-file.ts";

export interface Destination {
	/** Twelve digits. */
	readonly account?: string;
	readonly region?: string;
}

/** What an object says of itself, by an ARN or as an event, stands. */
export function withDestination(found: readonly Found[], { account, region }: Destination): readonly Found[] {
	return found.map((each) => {
		if (!("request" in each)) return each;
		const { request } = each;
		const toAccount = account === undefined || request.account !== undefined ? {} : { account };
		const toRegion = region === undefined || request.region !== undefined ? {} : { region, partition: partitionOf(region) };
		return { ...each, request: { ...request, ...toAccount, ...toRegion } };
	});
}
