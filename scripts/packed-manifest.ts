/**
 * The package.json that is packed names no dependency: dist/ holds their code, and an install would bring it a second time, unused.
 * The repository's own names them, for whoever runs a clone. `npm pack` reads the file itself, so it is replaced while it packs and put back.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const KEPT = "build/package.json.before-packing";

type Manifest = Readonly<Record<string, unknown>>;

/** What is left to npm is Node itself, where the machine's is too old (optionalDependencies). */
function packed({ dependencies: _bundled, devDependencies: _unneeded, ...rest }: Manifest): Manifest {
	return rest;
}

/** `root`: the folder of package.json. What an interrupted pack has kept stays the one to put back. */
export async function enterPacking(root: string): Promise<void> {
	const [manifest, kept] = [join(root, "package.json"), join(root, KEPT)];
	const whole = await readFile(manifest, "utf8");
	const about = JSON.parse(whole) as Manifest;
	if (about.dependencies === undefined && existsSync(kept)) return;
	await mkdir(dirname(kept), { recursive: true });
	await writeFile(kept, whole);
	await writeFile(manifest, `${JSON.stringify(packed(about), undefined, 2)}\n`);
}

export async function leavePacking(root: string): Promise<void> {
	await rename(join(root, KEPT), join(root, "package.json"));
}

if (import.meta.main) {
	const root = resolve(import.meta.dirname, "..");
	await (process.argv[2] === "restore" ? leavePacking(root) : enterPacking(root));
}
