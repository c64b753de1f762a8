/** Files → the ECS objects in them. One that cannot be read does not keep the others from being judged. */
import { dirname, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { Kind } from "../admission/request.ts";
import { NO_VALUES, type TemplateValues } from "../templates/template-reading.ts";
import type { NotFollowedTemplate } from "./ecs-object.ts";
import type { EcspressoConfig } from "./ecspresso.ts";
import type { FoundFile } from "./find-files.ts";
import { withConfig } from "./link-ecspresso.ts";
import { type Found, readFile } from "./read-file.ts";

export interface FilesRead {
	/** In the order of the files. */
	readonly found: readonly Found[];
	readonly skipped: number;
}

export interface ReadOptions {
	readonly stdin: Readable;
	readonly kind?: Kind | undefined;
	/** Deploy-time values of templates. */
	readonly values?: TemplateValues;
	/** Is told how many of the files are read. */
	readonly progress: (read: number) => void;
}

export async function readFiles(
	files: readonly FoundFile[],
	{ stdin, kind, values = NO_VALUES, progress }: ReadOptions,
): Promise<FilesRead> {
	const found: Found[] = [];
	const configs: EcspressoConfig[] = [];
	let skipped = 0;
	for (const [i, file] of files.entries()) {
		const reading = await readFile(file, { stdin, kind, values });
		found.push(...reading.found);
		configs.push(...reading.configs);
		skipped += reading.skipped;
		progress(i + 1);
	}
	return { found: together(found, { configs, paths: new Set(files.map(({ path }) => resolve(path))) }), skipped };
}

/** What only all files together tell: which nested templates are among them, and which of ecspresso's files belong together. */
function together(
	found: readonly Found[],
	{ configs, paths }: { configs: readonly EcspressoConfig[]; paths: ReadonlySet<string> },
): readonly Found[] {
	const isRead = ({ source, path }: NotFollowedTemplate) => path !== undefined && paths.has(resolve(dirname(source), path));
	const objects = found.filter((each) => "request" in each);
	return found
		.filter((each) => !("id" in each) || !isRead(each))
		.map((each) => ("request" in each ? configs.reduce((object, config) => withConfig(object, config, objects), each) : each));
}
