/** The built-in library again and again, each time as another revision: for the gate each is a bundle that it has never seen. */
import { readFileSync } from "node:fs";
import { archiveOf, entriesOf } from "../../../test/signed-bundle.ts";

const LIBRARY = new URL("../../../policies/bundle.tar.gz", import.meta.url);
const MANIFEST = "/.manifest";

/** Answers the same policies under another name. */
export async function bundlesOfLibrary(): Promise<(revision: string) => Promise<Buffer>> {
	const entries = await entriesOf(readFileSync(LIBRARY));
	const [, manifest] = entries.find(([name]) => name === MANIFEST) ?? [];
	if (manifest === undefined) throw new Error("the library has no manifest");
	const others = entries.filter(([name]) => name !== MANIFEST);
	return (revision) => archiveOf([...others, [MANIFEST, JSON.stringify({ ...JSON.parse(Buffer.from(manifest).toString()), revision })]]);
}
