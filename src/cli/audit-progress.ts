/** How far a long piece of work has got: a bar where somebody watches, else a plain line now and then. Always on stderr. */

const BAR = 24;
const REDRAW_MS = 100;
const LINE_MS = 5_000;

export interface Progress {
	/** `known`: how many there are, as far as is known by now; it may grow. */
	tick(done: number, known: number): void;
	clear(): void;
}

export function auditProgress(stream: NodeJS.WriteStream = process.stderr, clock: () => number = () => performance.now()): Progress {
	const started = clock();
	let first: number | undefined;
	let last = started;
	return {
		tick(done, known) {
			// What an interrupted run had dealt with says nothing of how fast this one is.
			first ??= done;
			const now = clock();
			if (now - last < (stream.isTTY === true ? REDRAW_MS : LINE_MS)) return;
			last = now;
			const told = progressText({ done, known: Math.max(done, known), perSecond: ((done - first) * 1000) / (now - started) });
			stream.write(stream.isTTY === true ? `\r${barOf(done, known)} ${told}\u001b[K` : `taskgate: audited ${told}\n`);
		},
		clear: () => void (stream.isTTY === true && stream.write("\r\u001b[K")),
	};
}

interface Pace {
	readonly done: number;
	readonly known: number;
	readonly perSecond: number;
}

/** `1200 of 2000 · 40 a second · 20 s left`. */
export function progressText({ done, known, perSecond }: Pace): string {
	const rate = perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1);
	const left = perSecond > 0 ? Math.ceil((known - done) / perSecond) : undefined;
	return [`${done} of ${known}`, `${rate} a second`, ...(left === undefined ? [] : [`${lasting(left)} left`])].join(" · ");
}

function lasting(seconds: number): string {
	if (seconds < 120) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function barOf(done: number, known: number): string {
	const full = known === 0 ? 0 : Math.min(BAR, Math.round((done / known) * BAR));
	return `[${"#".repeat(full)}${"-".repeat(BAR - full)}]`;
}
