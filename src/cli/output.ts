/** The terminal on the other side, or the pipe. */
import type { Command } from "commander";

/** Whether colours are wanted: `--color`, `--no-color`, else NO_COLOR, FORCE_COLOR and what the terminal can do. */
export function wantsColor(command: Command): boolean {
	const asked: unknown = command.optsWithGlobals().color;
	return typeof asked === "boolean" ? asked : process.stdout.isTTY === true && process.stdout.hasColors();
}

const READABLE = 120;

/** The columns to write in; 80 in a pipe. */
export function outputWidth(): number {
	return Math.min(Math.max(process.stdout.columns || 80, 60), READABLE);
}

/** Resolves when the text is handed over, or when nobody reads any more: `taskgate … | head` is no error. */
export function print(text: string): Promise<void> {
	return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** A reader that has gone away ends the output, not the program: the exit code still says what was found. */
export function tolerateClosedPipes(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE") throw error;
		});
	}
}

/** A line on stderr that is written over, for whoever is watching; nothing in a pipe or for little work. */
export function progressLine(what: string, total: number): { tick(done: number): void; clear(): void } {
	if (process.stderr.isTTY !== true || total <= 200) return { tick: () => {}, clear: () => {} };
	return {
		tick(done) {
			if (done % 20 === 0 || done === total) process.stderr.write(`\r${what} ${done}/${total}`);
		},
		clear: () => process.stderr.write("\r\u001b[K"),
	};
}

/** The same where nobody knows how much there is. */
export function countingLine(what: string): { tick(done: number): void; clear(): void } {
	if (process.stderr.isTTY !== true) return { tick: () => {}, clear: () => {} };
	return {
		tick(done) {
			if (done % 1000 === 0) process.stderr.write(`\r${what} ${done.toLocaleString("en")}`);
		},
		clear: () => process.stderr.write("\r\u001b[K"),
	};
}
