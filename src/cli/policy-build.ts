/** `taskgate policy build`: a folder of policies as one bundle. */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { explaining } from "../authoring/policy-errors.ts";
import { signBundle } from "../authoring/signing.ts";
import { readBundle } from "../rego/bundle.ts";
import { buildPolicies } from "../rego/policy-sources.ts";
import { counted, jsonText } from "../report/text.ts";
import { systemNow } from "../world.ts";
import { folderFor, formatOption, withCompiler } from "./author.ts";
import { print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface BuildOptions {
	readonly output: string;
	readonly sign?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate policy build -o team.tar.gz
  taskgate check --bundle team.tar.gz --constraints gate.yaml task-definition.json
  taskgate policy build --sign key.pem

The same policies make the same bytes on every machine. A signature is OPA's own (.signatures.json: RS256, ES256, or HS256
for a shared secret) and says when it was made. \`taskgate bundle verify\` holds it against a key, and so does
OPA:  opa build --bundle bundle.tar.gz --verification-key public.pem`;

export function registerPolicyBuild(policy: Command): void {
	policy
		.command("build")
		.description("compile a folder of policies to a bundle, as OPA writes it")
		.argument("[path]", "the folder of policies (./policies if there is one, else here)")
		.option("-o, --output <file>", "where to write it", "bundle.tar.gz")
		.option("--sign <key>", "file with a private key (PEM) or a shared secret, to sign with")
		.addOption(formatOption("terminal", "json"))
		.addHelpText("after", HELP)
		.action(build);
}

async function build(path: string | undefined, { output, sign, format }: BuildOptions, command: Command): Promise<void> {
	await withCompiler(async (compiler) => {
		const folder = await folderFor(path, []);
		const bundle = await explaining(folder, wantsColor(command), () => buildPolicies(compiler, folder.files));
		const { revision, policies } = await readBundle(bundle);
		const signed = sign === undefined ? { bundle, algorithm: undefined } : await signBundle(compiler, bundle, sign, { at: systemNow() });
		try {
			await writeFile(output, signed.bundle);
		} catch (error) {
			throw new UsageError(`the bundle cannot be written to ${output}: ${(error as Error).message}`, { cause: error });
		}
		const ids = policies.map(({ id }) => id);
		const about = { file: output, revision, policies: ids, bytes: signed.bundle.byteLength, signed: signed.algorithm ?? null };
		const signature = signed.algorithm === undefined ? "" : `, signed with ${signed.algorithm}`;
		await print(
			format === "json"
				? jsonText(about)
				: `${output}: ${counted(ids.length, "policy", "policies")}, ${(about.bytes / 1024).toFixed(1)} KiB${signature}\nrevision ${revision}\n`,
		);
	});
}
