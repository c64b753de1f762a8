/** What every store has to hold, whatever it keeps its data in. */
import { describe } from "vitest";
import { auditMemoryContract } from "./store/audit-memory.contract.ts";
import { breakerContract } from "./store/breaker.contract.ts";
import { bundleMemoryContract } from "./store/bundle-memory.contract.ts";
import { decisionsContract } from "./store/decisions.contract.ts";
import { findingHistoryContract } from "./store/finding-history.contract.ts";
import { findingsContract } from "./store/findings.contract.ts";
import { imageUsesContract } from "./store/image-uses.contract.ts";
import { inboxContract } from "./store/inbox.contract.ts";
import { ledgerContract } from "./store/ledger.contract.ts";
import { outboxContract } from "./store/outbox.contract.ts";
import { quarantineContract } from "./store/quarantine.contract.ts";
import { recordContract } from "./store/record.contract.ts";
import type { Open } from "./store/records.ts";

/** `open` gives a fresh store for each call, and cleans up when the test that called it has finished. */
export function storeContract(name: string, open: Open): void {
	describe(`${name}: events`, () => inboxContract(open));
	describe(`${name}: record`, () => recordContract(open));
	describe(`${name}: actions`, () => outboxContract(open));
	describe(`${name}: decisions`, () => decisionsContract(open));
	describe(`${name}: findings`, () => findingsContract(open));
	describe(`${name}: findings over time`, () => findingHistoryContract(open));
	describe(`${name}: ledger`, () => ledgerContract(open));
	describe(`${name}: audit memory`, () => auditMemoryContract(open));
	describe(`${name}: bundles`, () => bundleMemoryContract(open));
	describe(`${name}: images in use`, () => imageUsesContract(open));
	describe(`${name}: quarantine`, () => quarantineContract(open));
	describe(`${name}: breaker and halt`, () => breakerContract(open));
}
