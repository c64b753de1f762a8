/** What refers to an image (OCI 1.1): its list, page after page. */
import { NotKnown } from "./evidence.ts";
import { type ImageIndex, nameOfImage, readIndex } from "./manifest.ts";
import type { RegistryClient, Repository } from "./registry-client.ts";

const MOST_PAGES = 10;

/** Undefined where the registry keeps no such list. @throws {NotKnown} where it does not tell all of it: what is not seen could be the one that counts */
export async function referrersOf(
	client: RegistryClient,
	repository: Repository,
	digest: string,
	signal: AbortSignal,
): Promise<ImageIndex["manifests"] | undefined> {
	const found: ImageIndex["manifests"] = [];
	const what = `what refers to ${nameOfImage(repository)}`;
	let query = "";
	for (let pages = 0; pages < MOST_PAGES; pages += 1) {
		const page = await client.referrers(repository, digest, query, signal);
		if (page === undefined && pages === 0) return undefined;
		if (page === undefined) throw new NotKnown(`${what} goes on at page ${pages + 1}, which is not there`);
		found.push(...readIndex(page.bytes, what).manifests);
		const next = nextPage(page.link);
		if (next === undefined) return found;
		query = next;
	}
	throw new NotKnown(`${what}@${digest} takes more than ${MOST_PAGES} pages`);
}

/** Of a Link header (RFC 8288) the query alone: the next page of a list is asked for where the list is, whatever host the registry names. */
export function nextPage(link: string | undefined): string | undefined {
	const [, target] = /<([^>]*)>[^,]*;\s*rel="?next"?\s*(?:[;,]|$)/i.exec(link ?? "") ?? [];
	return target === undefined ? undefined : URL.parse(target, "https://registry.invalid")?.search;
}
