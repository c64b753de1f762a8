/** Where bundles are read from: a file, or the library that comes with Taskgate. */
import { readFile } from "node:fs/promises";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import { type Bundle, readBundle } from "./bundle.ts";

const BUILT_IN = new URL("bundle.tar.gz", POLICIES_FOLDER);

/** @throws {BundleUnreadable | BundleError} */
export async function openBundle(file: string | undefined): Promise<Bundle> {
	return readBundle(await bytesOf(file ?? BUILT_IN));
}

async function bytesOf(file: string | URL): Promise<Uint8Array> {
	try {
		return await readFile(file);
	} catch (error) {
		throw new BundleUnreadable(`the policy bundle cannot be read: ${(error as Error).message}`, { cause: error });
	}
}

class BundleUnreadable extends Error {
	override readonly name = "BundleUnreadable";
}
