/** A folder of `.rego` as a bundle, compiled on the spot. */
import { type Bundle, readBundle } from "../rego/bundle.ts";
import { openCompiler } from "../rego/compiler.ts";
import { buildPolicies } from "../rego/policy-sources.ts";
import { FolderError, readAuthorFolder } from "./author-folder.ts";
import { explaining } from "./policy-errors.ts";

/** @throws {PolicyErrors | FolderError | BundleError | CompilerMissing} */
export async function compileFolder(directory: string, color: boolean): Promise<Bundle> {
	const folder = await readAuthorFolder(directory);
	if (folder.own.length === 0)
		throw new FolderError(`there is no .rego file in ${directory}; \`taskgate policy new PACK/NAME\` writes one`);
	const compiler = openCompiler();
	try {
		return await readBundle(await explaining(folder, color, () => buildPolicies(compiler, folder.files)));
	} finally {
		await compiler.close();
	}
}
