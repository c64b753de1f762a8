/** An audit as a process of its own, which may be killed: `auditor.ts STORE REGION`. It tells on stderr how far it is, on stdout what it found. */

import type { AuditWorld } from "../../../src/audit/item.ts";
import { tellAudit } from "../../../src/audit/tell-audit.ts";
import { audit } from "../../../src/audit.ts";
import { digestOf } from "../../../src/constraints/constraint-set.ts";
import { loadProfile } from "../../../src/constraints/profile.ts";
import { AwsClients } from "../../../src/ecs/aws-clients.ts";
import { AwsInventory } from "../../../src/ecs/inventory/aws-inventory.ts";
import { openBundle } from "../../../src/rego/bundle-file.ts";
import { openEngine } from "../../../src/rego/engine.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";
import { systemNow } from "../../../src/world.ts";

const [path = "", region = ""] = process.argv.slice(2);
const bundle = await openBundle(undefined);
const { constraints } = await loadProfile("baseline", bundle.policies);
const engine = await openEngine(bundle);
let evaluations = 0;
const counting: typeof engine = {
	...engine,
	evaluate(...asked) {
		evaluations += 1;
		return engine.evaluate(...asked);
	},
};
const store = openSqliteStore(path);
const world: AuditWorld = {
	...{ now: systemNow, engine: counting, constraints, exemptions: [], constraintsDigest: digestOf(constraints, []) },
	...{ store, records: true, explain: false },
};
const inventory = await AwsInventory.open(new AwsClients({ maxAttempts: 1 }), { regions: [region], allTaskDefinitions: true, share: 1000 });
const source = {
	places: inventory.places,
	get known() {
		return inventory.known;
	},
	walk: (...asked: Parameters<typeof inventory.walk>) => inventory.walk(...asked),
	readerFor: () => inventory.reader,
};
const progress = (done: number) => void process.stderr.write(`${done}\n`);
const running = await audit(world, source, { scope: region, allTaskDefinitions: true, progress });
const { decisions, audit: audited } = await tellAudit(world, source, running);
await store.endRun(running.run, systemNow());
const { missed, unread, evaluated, remembered } = audited;
console.log(JSON.stringify({ decisions, counts: { missed, unread, evaluated, remembered }, evaluations, resumed: running.resumed }));
