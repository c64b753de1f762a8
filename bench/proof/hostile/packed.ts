/** Signed bundles in the hands of somebody without the key. One that is accepted must say byte for byte what was signed. */
import { gunzipSync, gzipSync } from "node:zlib";
import { type Bundle, readBundle } from "../../../src/rego/bundle.ts";
import { openCompiler } from "../../../src/rego/compiler.ts";
import { archiveOf, type Entries, entriesOf, keysOf, signedBundle, verificationFor } from "../../../test/signed-bundle.ts";
import type { Chance } from "../../simulation/chance.ts";
import { judged } from "./answered.ts";
import type { Input } from "./fate.ts";
import { anyChange } from "./mutations.ts";
import { odd, written } from "./odd-text.ts";
import { oddKey } from "./odd-values.ts";

const KEYS = keysOf("ES256");

/** Of what a bundle says. */
function meaning({ digest: _, wasm, entrypoints, patches, timeless, ...rest }: Bundle): string {
	return JSON.stringify([Buffer.from(wasm).toString("base64"), [...entrypoints], [...patches], [...timeless()], rest]);
}

/** Compiled and signed once. */
export async function openPacked(): Promise<(chance: Chance) => Input> {
	const compiler = openCompiler();
	const bundle = await signedBundle(compiler, KEYS, { signedAt: 1_790_000_000 });
	await compiler.close();
	const verification = await verificationFor(KEYS);
	const entries = await entriesOf(bundle);
	const tar = gunzipSync(bundle);
	const meant = meaning(await readBundle(bundle, verification));
	return (chance) => {
		const make = chance.pick<() => Promise<Uint8Array> | Uint8Array>([
			() => changed(bundle, chance),
			() => gzipSync(changed(tar, chance), { level: 1 }),
			() => archiveOf(repacked(entries, chance)),
			() => gzipSync(Buffer.alloc(chance.is(0.02) ? 80 * 2 ** 20 : 2 ** 20), { level: 1 }),
			() => bundle.subarray(0, chance.whole(0, bundle.length)),
		]);
		const run = async () => {
			const hostile = await make();
			return judged(async () => {
				const isTheSame = meaning(await readBundle(hostile, verification)) === meant;
				return isTheSame ? { end: "taken", cause: "" } : { end: "allowed", cause: "" };
			});
		};
		return { is: "violating", size: bundle.length, run };
	};
}

function changed(bytes: Uint8Array, chance: Chance): Buffer {
	const copy = Buffer.from(bytes);
	for (let n = chance.whole(1, 3); n > 0; n -= 1) {
		const at = chance.whole(0, copy.length - 1);
		copy.writeUInt8(copy.readUInt8(at) ^ chance.whole(1, 255), at);
	}
	return copy;
}

/** With another entry, an entry too few, a name that leads elsewhere, or the manifest's JSON changed. */
function repacked(entries: Entries, chance: Chance): Entries {
	const at = chance.whole(0, entries.length - 1);
	const kind = chance.whole(0, 3);
	if (kind === 0) return [...entries, [`/${oddKey(chance).slice(0, 90)}`, "package x"]];
	if (kind === 1) return entries.filter((_, n) => n !== at);
	if (kind === 2)
		return entries.map(([name, content], n) => [n === at ? `${chance.pick(["/../", "//", "/a/", "/./"])}${name.slice(1)}` : name, content]);
	return entries.map(([name, content]) => {
		const isJson = name === "/.manifest" || name === "/.signatures.json";
		return [name, isJson ? written(anyChange(odd(JSON.parse(Buffer.from(content).toString())), chance), chance) : content];
	});
}
