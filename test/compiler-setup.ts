/** Tests compile Rego; the compiler is built from src/rego/compiler when it is missing or older than its sources. */
import { ensureCompiler } from "../scripts/build-compiler.ts";

export async function setup(): Promise<void> {
	await ensureCompiler();
}
