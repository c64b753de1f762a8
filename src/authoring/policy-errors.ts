/** What is wrong in somebody's policies, told with its lines. */
import { CompilerFailed, RegoErrors } from "../rego/compiler-errors.ts";
import { counted } from "../report/text.ts";
import type { AuthorFolder } from "./author-folder.ts";
import { excerpts } from "./source-excerpt.ts";

/** The message is the whole text for a terminal, over several lines. */
class PolicyErrors extends Error {
	override readonly name = "PolicyErrors";
}

/** @throws {PolicyErrors} in the place of RegoErrors. */
export async function explaining<T>(folder: AuthorFolder, color: boolean, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof RegoErrors)) throw error;
		if (error.errors.some(({ message }) => message.startsWith("panic in"))) throw new CompilerFailed(error.message, { cause: error });
		const count = counted(error.errors.length, "error");
		throw new PolicyErrors(`${count} in ${folder.directory}\n\n${excerpts(error.errors, folder, color)}`, { cause: error });
	}
}
