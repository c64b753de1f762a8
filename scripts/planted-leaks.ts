/** A repository with secrets in it, made up on the spot, to see that the scan finds them. */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Leak } from "./gitleaks.ts";

export interface Planted {
	readonly what: string;
	readonly file: string;
	readonly rule: string;
	readonly where: "history" | "tree";
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BASE32 = `${UPPER}234567`;
const BASE62 = `${UPPER}${UPPER.toLowerCase()}0123456789`;
const word = (alphabet: string, length: number) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
const pem = () => String(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }));

/** The first three lie where .gitleaks.toml allows other values: it allows values and no files. */
const PLANTS: readonly (Planted & { readonly text: () => string })[] = [
	{
		...{ what: "an access key that was deleted again", file: "test/signed-bundle.ts", rule: "aws-access-token", where: "history" },
		text: () => `const id = "AKIA${word(BASE32, 16)}";\n`,
	},
	{
		...{ what: "a token that a comment excuses", file: "src/admission/mask-patches.test.ts", rule: "github-pat", where: "tree" },
		text: () => `const token = "ghp_${word(BASE62, 36)}"; // gitleaks:allow\n`,
	},
	{
		...{ what: "a private key", file: "docs/policies/secrets/environment-values.md", rule: "private-key", where: "history" },
		text: pem,
	},
	{
		...{ what: "a secret that is not committed", file: "notes.txt", rule: "generic-api-key", where: "tree" },
		text: () => `api_key = "${word(BASE62, 40)}"\n`,
	},
];

/** `look` is given the folder. @returns what was planted there and is not among the leaks. */
export async function missedPlants(look: (repository: string) => Promise<readonly Leak[]>): Promise<readonly Planted[]> {
	const folder = mkdtempSync(join(tmpdir(), "taskgate-planted-"));
	const git = (...args: readonly string[]) =>
		execFileSync("git", ["-C", folder, "-c", "user.name=planted", "-c", "user.email=planted@example.com", ...args]);
	const plant = ({ file, text }: (typeof PLANTS)[number]) => {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), text());
	};
	try {
		git("init", "--quiet");
		const old = PLANTS.filter(({ where }) => where === "history");
		old.forEach(plant);
		git("add", "--all");
		git("commit", "--quiet", "--no-gpg-sign", "--message=in");
		git("rm", "--quiet", ...old.map(({ file }) => file));
		git("commit", "--quiet", "--no-gpg-sign", "--message=out");
		PLANTS.filter(({ where }) => where === "tree").forEach(plant);
		const leaks = await look(folder);
		return PLANTS.filter(
			({ file, rule, where }) =>
				!leaks.some((leak) => leak.file === file && leak.rule === rule && (leak.commit === undefined) === (where === "tree")),
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
