/** Writes policies/capabilities.json: the built-ins with which policies may compile, those native to WASM and those the host has. */
import { writeFile } from "node:fs/promises";
import { HOST_BUILTINS } from "../src/rego/builtins/host-builtins.ts";
import { unpackArchive } from "../src/rego/bundle-archive.ts";
import { openCompiler, type RegoCompiler } from "../src/rego/compiler.ts";
import type { Capabilities } from "../src/rego/opa-documents.ts";
import { ensureCompiler } from "./build-compiler.ts";
import { importedBuiltins } from "./imported-builtins.ts";
import { NARROWED, UNFAITHFUL } from "./native-differences.ts";

const FILE = new URL("../policies/capabilities.json", import.meta.url);

/** What the compiler writes, rewrites or answers by itself; none of them is a call that the host would see. */
const COMPILED_AWAY = new Set([
	"assign",
	"internal.member_2",
	"internal.member_3",
	"internal.print",
	"internal.template_string",
	"print",
	"rego.metadata.chain",
	"rego.metadata.rule",
]);

/** The document, as text: one built-in a line. */
export async function generateCapabilities(compiler: RegoCompiler): Promise<string> {
	const { capabilities, probe, probed } = await compiler.capabilities();
	const module = (await unpackArchive(Buffer.from(probe, "base64"))).get("policy.wasm");
	if (!module) throw new Error("the compiler's probe has no policy.wasm");
	const imported = new Set(await importedBuiltins(module));
	const native = new Set(probed.filter((name) => !imported.has(name) && !Object.hasOwn(UNFAITHFUL, name)));
	const builtins = capabilities.builtins
		.filter(({ name }) => COMPILED_AWAY.has(name) || native.has(name) || Object.hasOwn(HOST_BUILTINS, name))
		.map((builtin) => ({ ...builtin, decl: NARROWED[builtin.name] ?? builtin.decl }));
	return write({ ...capabilities, builtins, allow_net: [] });
}

function write({ builtins, ...rest }: Capabilities): string {
	const lines = builtins.map((builtin) => `\t\t${JSON.stringify(builtin, withoutProse)}`).join(",\n");
	const members = Object.entries(rest).map(([key, value]) => `\t${JSON.stringify(key)}: ${JSON.stringify(value)}`);
	return `{\n\t"builtins": [\n${lines}\n\t],\n${members.join(",\n")}\n}\n`;
}

function withoutProse(key: string, value: unknown): unknown {
	return key === "description" || key === "categories" ? undefined : value;
}

if (import.meta.main) {
	const compiler = openCompiler(await ensureCompiler());
	await writeFile(FILE, await generateCapabilities(compiler));
	await compiler.close();
}
