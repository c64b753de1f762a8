/** The library against the labelled cases of other tools, and how often it speaks of real task definitions. `npm run corpus`. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Agreement, agreementWith } from "../../scripts/agreement.ts";
import { agreementPage, agrees } from "../../scripts/agreement-page.ts";

const CORPUS = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
const PAGE = new URL("../../docs/policies/agreement.md", import.meta.url);

describe.skipIf(!existsSync(CORPUS))("the library on the corpus", () => {
	let agreement: Agreement;
	beforeAll(async () => {
		agreement = await agreementWith(CORPUS);
	});

	it("could judge every object", () => {
		expect(agreement.failures).toEqual([]);
		expect(agreement.objects).toBeGreaterThan(400);
	});

	it("judges every labelled case as labelled, or says why not", () => {
		console.log(`${agreement.cases.filter(agrees).length} of ${agreement.cases.length} cases as labelled`);
		expect(agreement.cases.filter((each) => !agrees(each) && each.reason === undefined)).toEqual([]);
		expect(agreement.cases.filter((each) => agrees(each) && each.reason !== undefined)).toEqual([]);
		expect(agreement.cases.length).toBeGreaterThanOrEqual(120);
	});

	it("says what docs/policies/agreement.md says", async () => {
		expect(agreementPage(agreement), "out of date: npm run generate:agreement").toBe(await readFile(PAGE, "utf8"));
	});
});
