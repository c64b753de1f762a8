/** The policies that a command is to judge with, or to tell of. */
import { type Command, Option } from "commander";
import { compileFolder } from "../authoring/folder-bundle.ts";
import type { Config } from "../config.ts";
import type { Bundle } from "../rego/bundle.ts";
import { openBundle } from "../rego/bundle-file.ts";
import { wantsColor } from "./output.ts";

export interface PolicyOptions {
	readonly bundle?: string;
	readonly policies?: string;
}

export function bundleOption(): Option {
	return new Option("--bundle <file>", "policy bundle instead of the built-in library");
}

export function policiesOption(): Option {
	return new Option("--policies <dir>", "a folder of .rego, compiled on the spot, instead of the built-in library").conflicts("bundle");
}

/** A folder first, then a bundle, then TASKGATE_BUNDLE, then the library that comes with Taskgate. */
export async function openPolicies({ bundle, policies }: PolicyOptions, config: Config, command: Command): Promise<Bundle> {
	if (policies !== undefined) return await compileFolder(policies, wantsColor(command));
	return await openBundle(bundle ?? config.TASKGATE_BUNDLE);
}
