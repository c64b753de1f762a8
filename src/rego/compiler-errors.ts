/** How compiling can fail. */
import type { RegoError } from "./compiler-protocol.ts";

/** The policies are wrong: OPA's own errors, sorted by place. */
export class RegoErrors extends Error {
	override readonly name = "RegoErrors";
	readonly errors: readonly RegoError[];

	constructor(errors: readonly RegoError[]) {
		super(errors.map(describe).join("\n"));
		this.errors = errors;
	}
}

/** One line as editors understand it: `file:row:col: code: message`. */
function describe({ code, message, file, row, col }: RegoError): string {
	return file === "" ? `${code}: ${message}` : `${file}:${row}:${col}: ${code}: ${message}`;
}

/** The compiler is built from source, and has not been. */
export class CompilerMissing extends Error {
	override readonly name = "CompilerMissing";

	constructor(path: string) {
		super(`the Rego compiler is not at ${path}: run npm run build:compiler (needs Go ≥ 1.26)`);
	}
}

/** The compiler itself broke or took too long; the next call starts a new one. */
export class CompilerFailed extends Error {
	override readonly name = "CompilerFailed";
}
