/** Where an object is, as far as anything tells: the decision, its ARN, else the one place that the whole report is about. */
import { parseArn, partitionOf } from "../ecs/arn.ts";
import type { Report, ReportedDecision } from "./report.ts";

export interface Place {
	readonly partition?: string;
	readonly account?: string;
	readonly region?: string;
}

/** For each decision in turn. */
export function placesIn({ decisions, audit }: Report): (decision: ReportedDecision) => Place {
	const known = decisions.map(placeOf);
	const sole = {
		...only("account", audit?.accounts ?? known.map(({ account }) => account)),
		...only("region", audit?.regions ?? known.map(({ region }) => region)),
	};
	return (decision) => {
		const place = { ...sole, ...placeOf(decision) };
		return place.region === undefined ? place : { partition: partitionOf(place.region), ...place };
	};
}

/** As far as the decision itself tells. */
function placeOf({ account, region, source }: ReportedDecision): Place {
	const arn = parseArn(source);
	const [where, who] = [region ?? arn?.region, account ?? arn?.account];
	return {
		...(arn === undefined ? {} : { partition: arn.partition }),
		...(where === undefined ? {} : { region: where }),
		...(who === undefined ? {} : { account: who }),
	};
}

function only(key: "account" | "region", values: readonly (string | undefined)[]): Place {
	const [first, second] = new Set(values.filter((value) => value !== undefined));
	return first === undefined || second !== undefined ? {} : { [key]: first };
}
