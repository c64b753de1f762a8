/** The library that comes with Taskgate. */
import { readFile } from "node:fs/promises";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import { type Bundle, readBundle } from "./bundle.ts";

/** It lies beside the code and is as trusted as that: it is not signed. */
export async function openBuiltIn(): Promise<Bundle> {
	return readBundle(await readFile(new URL("bundle.tar.gz", POLICIES_FOLDER)));
}
