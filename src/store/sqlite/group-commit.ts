/**
 * Writes that come at one time share one commit: what they change are largely the same pages, and each commit waits for the disk.
 * Nobody waits for company: what is there at the event loop's next turn is written, be it one alone.
 */
import type { Database } from "./database.ts";

export interface GroupCommit {
	/** Resolves once it is on disk. The work may be run twice, the first time rolled back. @throws whatever the work throws; {StoreUnusable} */
	write<Result>(work: () => Result): Promise<Result>;
	/** Whatever still waits is written now. */
	flush(): void;
}

interface Waiting {
	/** Answers how to tell what came of it, once that is on disk. */
	readonly work: () => () => void;
	readonly reject: (error: unknown) => void;
}

export function groupCommit(db: Database): GroupCommit {
	let waiting: Waiting[] = [];
	const flush = () => {
		const group = waiting;
		waiting = [];
		for (const tell of committed(db, group)) tell();
	};
	return {
		flush,
		write: (work) =>
			new Promise((resolve, reject) => {
				if (waiting.length === 0) setImmediate(flush);
				const then = () => {
					const result = work();
					return () => resolve(result);
				};
				waiting.push({ work: then, reject });
			}),
	};
}

function committed(db: Database, group: readonly Waiting[]): readonly (() => void)[] {
	const [first, ...others] = group;
	if (first === undefined) return [];
	try {
		return db.transaction(() => group.map(({ work }) => work()));
	} catch (error) {
		// One that fails takes no other with it: each has a transaction of its own then.
		return others.length === 0 ? [() => first.reject(error)] : group.flatMap((one) => committed(db, [one]));
	}
}
