/** The events of test/fixtures, one folder per enforcement point and `noise` for what concerns none of them. */
import { readdirSync, readFileSync } from "node:fs";

export interface Fixture {
	readonly file: string;
	readonly event: unknown;
}

export function fixturesOf(folder: string): readonly Fixture[] {
	const path = `${import.meta.dirname}/fixtures/${folder}`;
	return jsonFilesIn(path);
}

export function fixture(folder: string, name: string): unknown {
	return JSON.parse(readFileSync(`${import.meta.dirname}/fixtures/${folder}/${name}.json`, "utf8"));
}

/** Every JSON file of a folder, by name. */
export function jsonFilesIn(path: string): readonly Fixture[] {
	const names = readdirSync(path).filter((name) => name.endsWith(".json"));
	return names.sort().map((file) => ({ file, event: JSON.parse(readFileSync(`${path}/${file}`, "utf8")) as unknown }));
}
