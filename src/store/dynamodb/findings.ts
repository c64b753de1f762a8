import type { Finding, Store } from "../store.ts";
import type { Connection } from "./connection.ts";
import type { Packed } from "./pack.ts";
import { unpackFinding } from "./resource.ts";
import { newestFirst, type TimelineEntry } from "./timeline.ts";

const PAGE = 1000;
const STATES: readonly Finding["state"][] = ["open", "exempted", "resolved"];
const EVER = { from: "0", to: "9999-12-31T23:59:59.999Z$" };

interface FindingEntry extends TimelineEntry {
	readonly finding: Packed;
}

/** Violations followed over time, read from the index alone. */
export function dynamoDbFindings(connection: Connection): Pick<Store, "findings"> {
	return {
		async findings({ state, policy, account, limit = PAGE }) {
			const groups = (state === undefined ? STATES : [state]).map((one) => `finding#${one}`);
			const filters = { ...(policy === undefined ? {} : { policy }), ...(account === undefined ? {} : { account }) };
			const found: Finding[] = [];
			for await (const { finding } of newestFirst<FindingEntry>(connection, groups, EVER, filters)) {
				found.push(unpackFinding(finding));
				if (found.length >= Math.max(1, limit)) break;
			}
			return found;
		},
	};
}
