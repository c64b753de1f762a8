/** `taskgate bundle …`: policy bundles and their signatures. */
import type { Command } from "commander";
import { registerBundleSign } from "./bundle-sign.ts";
import { registerBundleVerify } from "./bundle-verify.ts";

export function registerBundle(program: Command): void {
	const bundle = program.command("bundle").description("sign policy bundles, and verify them as a gate does");
	for (const register of [registerBundleSign, registerBundleVerify]) register(bundle);
}
