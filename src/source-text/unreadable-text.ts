/** Why a text is not read, and where. */
export interface Position {
	/** From 1. */
	readonly line: number;
	/** From 1. */
	readonly column: number;
}

/** The text is not JSON or YAML that can be trusted to mean one thing. */
export class UnreadableText extends Error {
	override readonly name = "UnreadableText";
	readonly position: Position | undefined;
	constructor(problem: string, { position, cause }: { position?: Position; cause?: unknown } = {}) {
		super(problem, { cause });
		this.position = position;
	}
}
