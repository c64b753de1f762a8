/** `--image-config FILE`: what images start, whatever a registry says. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { JsonObject } from "../admission/request.ts";
import { UsageError } from "./usage-error.ts";

const words = z.array(z.string("must be a text"), "must be a list of texts").nullish();
const FILE = z.record(
	z.string(),
	z.looseObject({ Entrypoint: words, Cmd: words }, "must be an image's configuration, with Entrypoint and Cmd"),
	"must be an object: image reference → its configuration",
);

/** As evidence has it: reference → {config}. @throws {UsageError} */
export async function imageConfigs(file: string | undefined, now: string): Promise<JsonObject> {
	if (file === undefined) return {};
	const { success, data, error } = FILE.safeParse(await parsed(file));
	if (!success) {
		const [issue] = error.issues;
		throw new UsageError(`${file}: ${issue?.path.join(".") || "it"} ${issue?.message}`);
	}
	const digest = { $unknown: "no registry was asked" };
	const told = Object.entries(data).map(([reference, { Entrypoint = null, Cmd = null }]) => {
		return [reference, { digest, fetchedAt: now, config: { Entrypoint, Cmd } }] as const;
	});
	return Object.fromEntries(told);
}

async function parsed(file: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(file, "utf8"));
	} catch (error) {
		throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}`, { cause: error });
	}
}
