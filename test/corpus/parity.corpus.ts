/** Every policy of its kind on every real definition and service: WASM answers as OPA does. `npm run corpus`. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JsonObject, KINDS } from "../../src/admission/request.ts";
import { requestsOf } from "../contract/fixture-requests.ts";
import { type BothEvaluators, openBothEvaluators } from "../rego-parity.ts";

const CORPUS = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

async function objectsIn(folder: string): Promise<readonly JsonObject[]> {
	const files = (await readdir(join(CORPUS, folder), { recursive: true })).filter((file) => file.endsWith(".json"));
	return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(CORPUS, folder, file), "utf8")) as JsonObject));
}

describe.skipIf(!existsSync(CORPUS))("on the corpus, WASM answers as OPA does", () => {
	let both: BothEvaluators;
	beforeAll(async () => {
		both = await openBothEvaluators();
	});
	afterAll(() => both.close());

	it("for every policy of its kinds", async () => {
		const labelled = await objectsIn("labelled");
		const definitions = [
			...(await objectsIn("taskdefs")),
			...labelled.filter(({ containerDefinitions }) => containerDefinitions !== undefined),
		];
		const calls = [...(await objectsIn("services")), ...labelled.filter(({ containerDefinitions }) => containerDefinitions === undefined)];
		let evaluated = 0;
		for (const kind of KINDS) {
			const policies = both.policies.filter(({ kinds }) => kinds.includes(kind));
			for (const request of policies.length > 0 ? requestsOf(kind, { definitions, calls }) : [])
				evaluated += await both.compare(request, policies);
		}
		console.log(`parity: ${evaluated} evaluations`);
		expect(evaluated).toBeGreaterThan(20_000);
	});
});
