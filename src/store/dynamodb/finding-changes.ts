/** Findings that change without a decision, under the version of their resource as with one. */
import type { Finding } from "../finding-history.ts";
import { type Connection, MOST_WRITES, patiently, transact } from "./connection.ts";
import { resourcePk } from "./keys.ts";
import { batch, findingWrites, headWrite, readFindings } from "./resource.ts";

/** `change` answers the finding itself where nothing changes. Answers how many did. */
export async function changeFindings(
	connection: Connection,
	resource: string,
	at: string,
	change: (finding: Finding) => Finding,
): Promise<number> {
	const record = { resource, time: at, decidedAt: at };
	let count = 0;
	return patiently(async () => {
		for (;;) {
			const { head, known } = await readFindings(connection, resourcePk(resource));
			const changed = known.map(change).filter((finding, n) => finding !== known[n]);
			if (changed.length === 0) return count;
			const some = batch(changed, MOST_WRITES - 1);
			const refused = await transact(connection, [headWrite(connection, record, head), ...findingWrites(connection, record, some)]);
			if (refused.size > 0) return undefined;
			count += some.length;
		}
	});
}
