/** Writes docs/policies/agreement.md from ../shared/corpus. Run: npm run generate:agreement */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { agreementWith } from "./agreement.ts";
import { agreementPage } from "./agreement-page.ts";

const CORPUS = fileURLToPath(new URL("../../shared/corpus", import.meta.url));

await writeFile(new URL("../docs/policies/agreement.md", import.meta.url), agreementPage(await agreementWith(CORPUS)));
