/** A process that accepts and records for ever, and says so on stdout once it is promised: `recorder.ts FILE PREFIX`. */
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../../src/store/sqlite.ts";
import { at, denied, notify, stopTask } from "../../contract/store/records.ts";

const [path = "", prefix = ""] = process.argv.slice(2);
const store = openSqliteStore(path);

for (let n = 0; ; n += 1) {
	const uid = `${prefix}.${n}`;
	await store.accept(uid, { uid }, at(0));
	writeSync(1, `accepted ${uid}\n`);
	await store.record(denied(uid, { resource: uid }), [stopTask({ effectKey: `StopTask/${uid}` }), notify(uid)]);
	writeSync(1, `recorded ${uid}\n`);
}
