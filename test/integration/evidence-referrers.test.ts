/** A registry that tells page by page what refers to an image: a signature on any of them counts. */
import { createPublicKey } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { fetchSignatures } from "../../src/evidence/signatures.ts";
import type { TrustPolicy } from "../../src/evidence/trust-policy.ts";
import { evidenceOf, type Server, serve } from "../evidence-ground.ts";
import { Pusher, TYPES } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { newSigner, signByBundle } from "../signed-images.ts";

const release = newSigner();
const leaked = newSigner();
const trust: TrustPolicy = {
	rules: [{ images: ["*"], keys: [{ name: "release", pem: createPublicKey(release.pem) }], identities: [] }],
	revoked: { keys: [createPublicKey(leaked.pem)], digests: [] },
};

let registry: OciRegistry;
beforeAll(async () => {
	registry = await startRegistry();
}, 300_000);
afterAll(() => registry.stop());

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

type Page = (whole: { readonly manifests: readonly object[] }, page: number, response: ServerResponse) => void;

/** One thing a page. `linking` is the address of the next one; undefined at the end. */
function onePerPage(linking: (page: number, pages: number) => string | undefined): Page {
	return ({ manifests }, page, response) => {
		const next = linking(page + 1, manifests.length);
		response.writeHead(200, { "content-type": TYPES.oci.index, ...(next && { link: `<${next}>; rel="next"` }) });
		response.end(JSON.stringify({ schemaVersion: 2, mediaType: TYPES.oci.index, manifests: manifests.slice(page, page + 1) }));
	};
}

/** The registry, but for its list of what refers to an image. */
async function paging(answer: Page): Promise<Server> {
	const server = await serve((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
		fetch(registry.url + pathname, { headers: { accept: request.headers.accept ?? "" } })
			.then(async (got) => {
				const body = Buffer.from(await got.arrayBuffer());
				if (pathname.includes("/referrers/")) return answer(JSON.parse(body.toString()), Number(searchParams.get("page")), response);
				response.writeHead(got.status, { "content-type": got.headers.get("content-type") ?? "" }).end(body);
			})
			.catch(() => response.destroy());
	});
	servers.push(server);
	return server;
}

async function signed(name: string, ...signers: readonly (typeof release)[]): Promise<void> {
	const pusher = new Pusher(registry.url, name);
	const image = await pusher.image({ tag: "1", config: { Labels: { name } } });
	for (const by of signers) await signByBundle(pusher, image, { by });
}

async function answer({ host }: Server, name: string) {
	const { client, ask } = evidenceOf({ registries: [host], signatures: (found, signal) => fetchSignatures(client, trust, found, signal) });
	return (await ask(`${host}/${name}:1`, { parts: ["signatures"] })).signatures;
}

const pagesAsked = ({ heard }: Server) => heard.filter((line) => line.includes("/referrers/")).length;
const untilTheEnd = (page: number, pages: number) => (page < pages ? `?page=${page}` : undefined);

it("every page is read, and the signature that counts may be on any of them", async () => {
	await signed("paged", newSigner(), newSigner(), release);
	const server = await paging(onePerPage(untilTheEnd));
	expect(await answer(server, "paged")).toMatchObject({ answer: "valid", by: "release" });
	expect(pagesAsked(server)).toBe(3);
});

it("a revoked key's signature is seen on the last one too", async () => {
	await signed("paged-leaked", newSigner(), newSigner(), leaked);
	expect(await answer(await paging(onePerPage(untilTheEnd)), "paged-leaked")).toMatchObject({ answer: "revoked" });
});

it("the next page is asked for at the same registry, whichever one the list names", async () => {
	await signed("elsewhere", newSigner(), release);
	const elsewhere = await paging((_, __, response) => response.end());
	const server = await paging(onePerPage((page, pages) => (page < pages ? `${elsewhere.url}/secrets?page=${page}` : undefined)));
	expect(await answer(server, "elsewhere")).toMatchObject({ answer: "valid" });
	expect(elsewhere.heard).toEqual([]);
});

it("a list without an end is unknown after ten pages", async () => {
	await signed("endless", release);
	const server = await paging(onePerPage((page) => `?page=${page}`));
	expect(await answer(server, "endless")).toEqual({
		$unknown: expect.stringMatching(/^what refers to .*endless@sha256:.* takes more than 10 pages$/),
	});
	expect(pagesAsked(server)).toBe(10);
});

it("a page that is not there is unknown, whatever the ones before it say", async () => {
	await signed("torn", release, newSigner());
	const page = onePerPage(untilTheEnd);
	const server = await paging((whole, n, response) => (n === 0 ? page(whole, n, response) : void response.writeHead(404).end()));
	expect(await answer(server, "torn")).toEqual({ $unknown: expect.stringMatching(/torn goes on at page 2, which is not there$/) });
});
