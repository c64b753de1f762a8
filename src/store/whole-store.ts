/** Everything that is kept, in one place: what admission needs, and what reports and audits add to it. */
import type { Ledger } from "../ledger/ledger.ts";
import type { AuditMemory } from "./audit-memory.ts";
import type { BundleMemory } from "./bundle-memory.ts";
import type { FindingHistory } from "./finding-history.ts";
import type { ImageUses } from "./image-uses.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Store } from "./store.ts";

export type WholeStore = Store & FindingHistory & Ledger & AuditMemory & BundleMemory & Quarantine & ImageUses;
