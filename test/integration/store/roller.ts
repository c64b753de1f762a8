/** A process that seals and rolls up all it finds, and says so before it begins: `roller.ts FILE NOW`. */
import { writeSync } from "node:fs";
import { tendLedger } from "../../../src/seal-hours.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";

const [path = "", now = ""] = process.argv.slice(2);
const store = openSqliteStore(path);
const log = { decided: () => {}, info: () => {}, alarm: () => {} };
writeSync(1, "rolling up\n");
await tendLedger({ store, log, now: () => now, settings: { retentionMs: 86_400_000 } });
await store.close();
