/** Whose work lies in dist/ besides ours, and under which terms: licences ask that their text comes along. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const TERMS = /^(licen[cs]e|copying|notice)/i;
const RULE = "-".repeat(80);

const HEAD = `Taskgate's JavaScript holds work of others. Each package is named with its version and the licence that it declares;
below it stands what it says of its terms. Some carry no text of their licence: that of Apache-2.0 is in Taskgate's LICENSE, that
of MIT is below.
`;

/** `modules`: paths relative to the repository. The same text is written once, under all that carry it. */
export async function thirdPartyNotices(modules: readonly string[]): Promise<string> {
	const folders = new Set(modules.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
	const carriers = new Map<string, string[]>();
	for (const folder of [...folders].sort()) {
		const { named, terms } = await termsOf(folder);
		carriers.set(terms, [...(carriers.get(terms) ?? []), named]);
	}
	return [HEAD, ...[...carriers].map(([terms, named]) => `${RULE}\n${named.join("\n")}\n${RULE}\n\n${terms}\n`)].join("\n");
}

async function termsOf(folder: string): Promise<{ readonly named: string; readonly terms: string }> {
	const read = async (file: string) => (await readFile(`${ROOT}${folder}/${file}`, "utf8")).replaceAll("\r\n", "\n").trim();
	const { name, version, license } = JSON.parse(await read("package.json")) as Readonly<Record<string, unknown>>;
	if (typeof license !== "string") throw new Error(`${folder}/package.json declares no licence`);
	const files = await readdir(`${ROOT}${folder}`);
	const texts = await Promise.all(
		files
			.filter((file) => TERMS.test(file))
			.sort()
			.map(read),
	);
	return { named: `${name} ${version} (${license})`, terms: texts.join("\n\n") || (await inReadme(files, read)) };
}

/** Some packages say it at the end of their README, and some nowhere but in package.json. */
async function inReadme(files: readonly string[], read: (file: string) => Promise<string>): Promise<string> {
	const readme = files.find((file) => /^readme/i.test(file));
	const sections = readme === undefined ? [] : (await read(readme)).split(/^#+ +/m);
	const said = sections.find((section) => /^licen[cs]e\b/i.test(section))?.replace(/^.*\n?/, "");
	return said?.trim() || "It carries no text of its licence.";
}
