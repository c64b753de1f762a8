/** The policies that a command is to judge with, or to tell of. */
import { type Command, Option } from "commander";
import { compileFolder } from "../authoring/folder-bundle.ts";
import { bundleAddress } from "../bundle-sources/address.ts";
import { openBundleSource } from "../bundle-sources/open-source.ts";
import type { Config } from "../config.ts";
import { sourceOptions, verificationBy } from "../live-bundle/open-policies.ts";
import { openBuiltIn } from "../rego/built-in-bundle.ts";
import { type Bundle, readBundle } from "../rego/bundle.ts";
import { wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export interface PolicyOptions {
	readonly bundle?: string;
	readonly policies?: string;
}

export function bundleOption(): Option {
	return new Option("--bundle <file>", "policy bundle instead of the built-in library: a file, https://… or s3://…");
}

export function policiesOption(): Option {
	return new Option("--policies <dir>", "a folder of .rego, compiled on the spot, instead of the built-in library").conflicts("bundle");
}

const PATIENCE_MS = 30_000;

/** Once, verified where there is a key. What a gate has accepted before is not known here. @throws {SourceFailed} {BundleError} {UnusableKey} */
async function fetchBundle(address: string, config: Config): Promise<Bundle> {
	return await readBundle(await fetchBytes(address, config), await verificationBy(config));
}

/** @throws {UsageError} {SourceFailed} {BundleError} */
export async function fetchBytes(address: string, config: Config): Promise<Uint8Array> {
	const { success, error } = bundleAddress.safeParse(address);
	if (!success) throw new UsageError(`the bundle ${error.issues[0]?.message}`);
	const source = await openBundleSource(address, sourceOptions(config));
	const fetched = await source.fetch(undefined, AbortSignal.timeout(PATIENCE_MS));
	if (fetched.type === "unchanged") throw new UsageError(`${source.name} says that nothing is new to whoever has nothing yet`);
	return fetched.bytes;
}

/** A folder first, then a bundle, then TASKGATE_BUNDLE, then the library that comes with Taskgate. */
export async function openPolicies({ bundle, policies }: PolicyOptions, config: Config, command: Command): Promise<Bundle> {
	if (policies !== undefined) return await compileFolder(policies, wantsColor(command));
	const address = bundle ?? config.TASKGATE_BUNDLE;
	return address === undefined ? await openBuiltIn() : await fetchBundle(address, config);
}
