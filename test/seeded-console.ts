/** The console over a seeded store, served from this process on a port of its own. */
import { startServer } from "../src/http/server.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import type { World } from "../src/world.ts";
import { seedHistory } from "./seeded-history.ts";

export interface SeededConsole {
	readonly url: string;
	readonly world: World;
	stop(): Promise<void>;
}

export interface SeededConsoleOptions {
	/** RFC 3339; the clock stands still there. */
	readonly now: string;
	readonly perDay: number;
	readonly days?: number;
	readonly key?: string;
	readonly settings?: Partial<World["settings"]>;
}

export async function startSeededConsole({ now, perDay, days = 30, key, settings }: SeededConsoleOptions): Promise<SeededConsole> {
	const store = openSqliteStore(":memory:");
	const seeded = await seedHistory(store, now, { perDay, days });
	const world = { ...seeded.world, settings: { ...seeded.world.settings, ...settings } };
	const server = await startServer(world, { port: 0, key });
	return {
		...{ url: server.url, world },
		stop: async () => {
			await server.drain();
			await seeded.close();
			await store.close();
		},
	};
}
