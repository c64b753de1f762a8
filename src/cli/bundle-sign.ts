/** `taskgate bundle sign`: a bundle with OPA's own signature, which says when it was made. */
import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { signBundle } from "../authoring/signing.ts";
import { jsonText } from "../report/text.ts";
import { systemNow } from "../world.ts";
import { formatOption, withCompiler } from "./author.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface SignOptions {
	readonly key: string;
	readonly output: string;
	readonly keyId?: string;
	readonly scope?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem
  openssl pkey -in private.pem -pubout -out public.pem
  taskgate bundle sign team.tar.gz --key private.pem -o signed.tar.gz
  TASKGATE_BUNDLE=signed.tar.gz TASKGATE_BUNDLE_KEY=public.pem TASKGATE_BUNDLE_ALGORITHM=ES256 taskgate serve

A bundle that is signed already is signed anew. To bring older policies back, sign them again: a gate that has accepted
a later signature refuses an earlier one.`;

export function registerBundleSign(bundle: Command): void {
	bundle
		.command("sign")
		.description("sign a bundle with a private key or a shared secret")
		.argument("<file>", "the bundle")
		.requiredOption("--key <file>", "file with a private key (PEM) or a shared secret")
		.option("-o, --output <file>", "where to write it", "signed.tar.gz")
		.option("--key-id <name>", "name of the key, for TASKGATE_BUNDLE_KEY_ID")
		.option("--scope <name>", "what it is for, for TASKGATE_BUNDLE_SCOPE")
		.addOption(formatOption("terminal", "json"))
		.addHelpText("after", HELP)
		.action(sign);
}

async function sign(file: string, { key, output, keyId, scope, format }: SignOptions): Promise<void> {
	const unsigned = await onDisk(`the bundle ${file} cannot be read`, () => readFile(file));
	const at = systemNow();
	const { bundle, algorithm } = await withCompiler((compiler) => signBundle(compiler, unsigned, key, { at, keyId, scope }));
	await onDisk(`the bundle cannot be written to ${output}`, () => writeFile(output, bundle));
	await print(format === "json" ? jsonText({ file: output, algorithm, signedAt: at }) : `${output}: signed with ${algorithm} at ${at}\n`);
}

async function onDisk<T>(otherwise: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw new UsageError(`${otherwise}: ${(error as Error).message}`, { cause: error });
	}
}
