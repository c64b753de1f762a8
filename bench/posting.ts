/** Posts to servers under load, by a generator in a process of its own. */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Load, Loaded } from "./load-generator.ts";
import type { Subject } from "./rounds.ts";
import type { Workplace } from "./workplace.ts";

const GENERATOR = fileURLToPath(new URL("load-generator.ts", import.meta.url));
export const CONNECTIONS = 16;

export interface Posted extends Subject {
	/** How many were answered in all rounds, the warming-up ones too. */
	answered(): number;
}

/** A round posts for `milliseconds` over all connections and answers the µs of one post. */
export function postingFrom(workplace: Workplace, milliseconds: number): (name: string, url: string, body: object) => Posted {
	const generator = workplace.spawn(process.execPath, [GENERATOR], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
	return (name, url, body) => {
		let answered = 0;
		return {
			name,
			answered: () => answered,
			async round() {
				const load: Load = { url, body: JSON.stringify(body), connections: CONNECTIONS, milliseconds };
				generator.send(load);
				const [{ answers, milliseconds: took, error }] = (await once(generator, "message")) as [Loaded];
				if (error !== undefined) throw new Error(error);
				answered += answers;
				return (took / answers) * 1000;
			},
		};
	};
}
