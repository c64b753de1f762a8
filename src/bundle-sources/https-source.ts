/** A bundle from a server that speaks OPA's bundle service protocol: GET with If-None-Match, answered by 200 with an ETag, or 304. */
import { isIP } from "node:net";
import { BundleError } from "../rego/bundle-archive.ts";
import { type BundleSource, type Fetched, messageOf, SourceFailed, wholeOf } from "./bundle-source.ts";

export interface HttpsSourceOptions {
	/** Sent to the address's own origin alone. */
	readonly token?: string | undefined;
	/** Whether other machines may be asked by http:// too. */
	readonly allowHttp: boolean;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;
const HEADERS = {
	accept: "application/gzip, application/vnd.openpolicyagent.bundles, application/octet-stream, */*;q=0.1",
	// An archive that is packed once more on its way would be unpacked here before its size is known.
	"accept-encoding": "identity",
	prefer: "modes=snapshot",
};

/** @throws {SourceFailed} for an address by http:// that is not this machine's, unless that is allowed. */
export function httpsSource(address: string, options: HttpsSourceOptions): BundleSource {
	const url = new URL(address);
	refusePlainHttp(url, options);
	const name = nameOf(url);
	return {
		name,
		async fetch(etag, signal) {
			try {
				return await ask(url, etag, { ...options, signal });
			} catch (error) {
				if (error instanceof BundleError || error instanceof SourceFailed) throw error;
				throw new SourceFailed(`${name} does not answer: ${messageOf(error)}`, { fault: "unreachable", cause: error });
			}
		},
	};
}

interface Asking extends HttpsSourceOptions {
	readonly signal: AbortSignal;
}

async function ask(first: URL, etag: string | undefined, asking: Asking): Promise<Fetched> {
	let url = first;
	for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
		const { token, signal } = asking;
		const authorization = token !== undefined && url.origin === first.origin ? { authorization: `Bearer ${token}` } : {};
		const known = etag === undefined ? {} : { "if-none-match": etag };
		const response = await fetch(url, { headers: { ...HEADERS, ...authorization, ...known }, redirect: "manual", signal });
		if (!REDIRECTS.has(response.status)) return await answerOf(response, url, etag);
		await response.body?.cancel();
		url = redirected(response, url, asking);
	}
	throw new SourceFailed(`${nameOf(first)} redirects more than ${MOST_REDIRECTS} times`, { fault: "refused" });
}

async function answerOf(response: Response, url: URL, known: string | undefined): Promise<Fetched> {
	if (response.status === 304 && known !== undefined) return { type: "unchanged" };
	if (response.status !== 200 || response.body === null) {
		await response.body?.cancel();
		throw new SourceFailed(`${nameOf(url)} answers ${response.status}${hintFor(response.status)}`, { fault: "refused" });
	}
	const bytes = await wholeOf(response.body);
	const etag = response.headers.get("etag");
	return { type: "fetched", bytes, ...(etag !== null && { etag }) };
}

function hintFor(status: number): string {
	if (status === 401 || status === 403) return ": TASKGATE_BUNDLE_TOKEN is missing, or is not the one that it takes";
	return status === 404 ? ": there is no bundle there; TASKGATE_BUNDLE is its whole address" : "";
}

function redirected(response: Response, from: URL, { allowHttp }: Asking): URL {
	const to = URL.parse(response.headers.get("location") ?? "", from.href);
	if (to === null || (to.protocol !== "https:" && to.protocol !== "http:")) {
		throw new SourceFailed(`${nameOf(from)} redirects to what is no address`, { fault: "refused" });
	}
	if (from.protocol === "https:" && to.protocol === "http:") {
		throw new SourceFailed(`${nameOf(from)} redirects from https:// to http://, which is not followed`, { fault: "refused" });
	}
	refusePlainHttp(to, { allowHttp });
	return to;
}

function refusePlainHttp(url: URL, { allowHttp }: HttpsSourceOptions): void {
	if (url.protocol === "https:" || allowHttp || isLoopback(url.hostname)) return;
	throw new SourceFailed(
		`${nameOf(url)} is not https://: anybody on the way could change it. Use https://, or set TASKGATE_BUNDLE_HTTP=on`,
		{ fault: "refused" },
	);
}

function isLoopback(host: string): boolean {
	return host === "localhost" || host === "[::1]" || (isIP(host) === 4 && host.startsWith("127."));
}

/** A query may be a signature that lets whoever has it in. */
function nameOf({ origin, pathname }: URL): string {
	return `${origin}${pathname}`;
}
