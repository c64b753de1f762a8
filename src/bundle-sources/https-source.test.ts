import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BundleServer, bundleServer } from "../../test/bundle-server.ts";
import { BundleError } from "../rego/bundle-archive.ts";
import { SourceFailed } from "./bundle-source.ts";
import { httpsSource } from "./https-source.ts";

let server: BundleServer;
let elsewhere: BundleServer;
beforeAll(async () => {
	server = await bundleServer();
	elsewhere = await bundleServer();
});
afterEach(() => {
	server.asked.length = 0;
	elsewhere.asked.length = 0;
});
afterAll(() => Promise.all([server.stop(), elsewhere.stop()]));

const TOKEN = "a-token-that-nobody-may-see";
const patience = () => AbortSignal.timeout(20_000);
const source = (path = "/bundles/team") => httpsSource(`${server.url}${path}`, { token: TOKEN, allowHttp: false });
const failure = async (fetched: Promise<unknown>) => {
	const error: unknown = await fetched.catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(SourceFailed);
	expect(String(error)).not.toContain(TOKEN);
	return error as SourceFailed;
};

test("asks as OPA's bundle service protocol says, and again with the ETag that it was answered with", async () => {
	server.serve(Buffer.from("bundle"));
	const first = await source().fetch(undefined, patience());
	expect(first).toMatchObject({ type: "fetched", etag: expect.stringMatching(/^"\w+"$/) });
	expect(first.type === "fetched" && String(first.bytes)).toBe("bundle");
	expect(await source().fetch(first.type === "fetched" ? first.etag : "", patience())).toEqual({ type: "unchanged" });
	const [once, again] = server.asked.map(({ headers }) => headers);
	expect(once).toMatchObject({ prefer: "modes=snapshot", authorization: `Bearer ${TOKEN}`, "accept-encoding": "identity" });
	expect(once).not.toHaveProperty("if-none-match");
	expect(again).toHaveProperty("if-none-match");
});

test("a server without ETags is believed, and asked for the whole each time", async () => {
	server.serve((response) => response.writeHead(200).end("bundle"));
	expect(await source().fetch(undefined, patience())).toEqual({ type: "fetched", bytes: Buffer.from("bundle") });
});

test.each([
	[401, "TASKGATE_BUNDLE_TOKEN is missing"],
	[404, "there is no bundle there"],
	[500, "answers 500"],
	[304, "answers 304"],
	[204, "answers 204"],
])("%i is a refusal that says what to do", async (status, message) => {
	server.serve(status);
	const error = await failure(source("/team?X-Amz-Signature=secret").fetch(undefined, patience()));
	expect(error).toMatchObject({ fault: "refused", message: expect.stringContaining(message) });
	expect(error.message).not.toContain("secret");
});

describe("redirects", () => {
	test("within the origin keep the token", async () => {
		server.serve((response, path) =>
			path === "/bundles/team" ? response.writeHead(302, { location: "/newest" }).end() : response.end("bundle"),
		);
		await source().fetch(undefined, patience());
		expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
	});

	test("to another origin lose it, and do not get it back on return", async () => {
		elsewhere.serve(Buffer.from("bundle"));
		server.serve((response) => response.writeHead(307, { location: `${elsewhere.url}/signed?x=1` }).end());
		expect(await source().fetch(undefined, patience())).toMatchObject({ type: "fetched" });
		expect(elsewhere.asked[0]?.path).toBe("/signed?x=1");
		expect(elsewhere.asked[0]?.headers).not.toHaveProperty("authorization");
	});

	test.each([
		["without end", "/bundles/team", "redirects more than 5 times"],
		["to http:// on another machine", "http://192.0.2.1/bundle", "is not https://"],
		["to no address", "file:///etc/passwd", "redirects to what is no address"],
	])("%s are not followed", async (_, location, message) => {
		server.serve((response) => response.writeHead(302, { location }).end());
		expect((await failure(source().fetch(undefined, patience()))).message).toContain(message);
	});
});

test("more than a bundle may be is given up while it comes in, whatever the server says of its size", async () => {
	server.serve((response) => {
		const piece = Buffer.alloc(2 ** 20);
		const more = () => {
			while (!response.destroyed && response.write(piece));
			if (!response.destroyed) response.once("drain", more);
		};
		more();
	});
	await expect(source().fetch(undefined, patience())).rejects.toThrow(BundleError);
});

test("a server that hangs is given up, and one that is not there is unreachable", async () => {
	server.serve((response) => void response.writeHead(200).write("b"));
	expect((await failure(source().fetch(undefined, AbortSignal.timeout(300)))).fault).toBe("unreachable");
	const gone = await bundleServer();
	await gone.stop();
	const error = await failure(httpsSource(gone.url, { allowHttp: false }).fetch(undefined, patience()));
	expect(error).toMatchObject({ fault: "unreachable", message: expect.stringContaining("ECONNREFUSED") });
});

test("http:// is for this machine, unless somebody says otherwise", () => {
	for (const near of ["http://localhost:1/b", "http://127.0.0.1/b", "http://[::1]/b", "https://example.com/b"])
		expect(httpsSource(near, { allowHttp: false }).name).toBe(near);
	for (const far of ["http://example.com/b", "http://127.0.0.1.example.com/b", "http://10.0.0.1/b"]) {
		expect(() => httpsSource(far, { allowHttp: false })).toThrow("TASKGATE_BUNDLE_HTTP=on");
		expect(httpsSource(far, { allowHttp: true }).name).toBe(far);
	}
});
