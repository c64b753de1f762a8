/** Files on disk for programs that read them. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes them under `folder`, which is then given back. */
export async function written(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
	for (const [path, text] of Object.entries(files)) {
		const file = join(folder, path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
	return folder;
}
