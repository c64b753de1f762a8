/** The checks of Amazon ECS that other tools make, as policies/known-checks.yaml lists them. */
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { POLICIES_FOLDER } from "./policies-folder.ts";
import type { KnownChecks } from "./report/coverage.ts";

const answer = z
	.string()
	.nullable()
	.transform((reason) => reason ?? undefined);
const file = z.record(z.string(), z.record(z.string(), answer));

export async function readKnownChecks(): Promise<KnownChecks> {
	return file.parse(parse(await readFile(new URL("known-checks.yaml", POLICIES_FOLDER), "utf8")));
}
