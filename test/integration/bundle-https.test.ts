/** A bundle over real TLS: from whom the machine trusts, and never on by http://. */
import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { httpsSource } from "../../src/bundle-sources/https-source.ts";
import { listen } from "../../src/listen.ts";
import { authorityCertificate, hostCertificate } from "../../src/proxy/forward/certificate.ts";
import { type BundleServer, bundleServer } from "../bundle-server.ts";

const HOUR_MS = 3_600_000;
const trusted = getCACertificates("default");
const privateKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
let authority: string;
let server: Server;
let plain: BundleServer;
beforeAll(async () => {
	const lifetime = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + HOUR_MS) };
	const issuer = { key: privateKey(), name: "Bundles of a test" };
	const serving = privateKey();
	authority = authorityCertificate(issuer.key, issuer.name, ["localhost"], lifetime);
	const cert = hostCertificate(issuer, serving, "localhost", lifetime);
	const key = serving.export({ type: "pkcs8", format: "pem" });
	plain = await bundleServer();
	plain.serve(Buffer.from("by http"));
	server = createServer({ key, cert }, ({ url }, response) => {
		if (url === "/down") response.writeHead(302, { location: `${plain.url}/team` }).end();
		else response.writeHead(200, { etag: '"1"' }).end("by https");
	});
	await listen(server, 0, "127.0.0.1");
});
afterAll(async () => {
	setDefaultCACertificates(trusted);
	server.closeAllConnections();
	await Promise.all([plain.stop(), new Promise((resolve) => server.close(resolve))]);
});

const fetched = (path: string) =>
	httpsSource(`https://localhost:${(server.address() as AddressInfo).port}${path}`, { token: "t", allowHttp: true }).fetch(
		undefined,
		AbortSignal.timeout(20_000),
	);

test("a certificate that nobody vouches for is no answer; one that the machine trusts is", async () => {
	await expect(fetched("/team")).rejects.toMatchObject({ fault: "unreachable", message: expect.stringMatching(/certificate/) });
	setDefaultCACertificates([...trusted, authority]);
	expect(await fetched("/team")).toMatchObject({ type: "fetched", etag: '"1"', bytes: Buffer.from("by https") });
});

test("a redirect to http:// is not followed, even where http:// is allowed", async () => {
	setDefaultCACertificates([...trusted, authority]);
	await expect(fetched("/down")).rejects.toMatchObject({ fault: "refused", message: expect.stringContaining("from https:// to http://") });
	expect(plain.asked).toEqual([]);
});
