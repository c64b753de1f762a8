/** Registries that mean harm, or are broken: each an unknown with its reason, and nothing that hangs or is given away. */
import { afterEach, describe, expect, it } from "vitest";
import { evidenceOf, type Server, serve } from "../evidence-ground.ts";
import { sha256, TYPES } from "../oci-images.ts";

const { manifest: MANIFEST, config: CONFIG } = TYPES.oci;
const SECRET = "Basic b3VyLW93bi1sb2dpbg==";
const config = JSON.stringify({ architecture: "amd64", os: "linux", config: { User: "1" } });
const manifest = manifestOf({ digest: sha256(config), size: config.length });

function manifestOf(of: object): string {
	return JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config: { mediaType: CONFIG, ...of }, layers: [] });
}

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function hostile(...[answer]: Parameters<typeof serve>): Promise<Server> {
	const server = await serve(answer);
	servers.push(server);
	return server;
}

async function configFrom({ host }: Pick<Server, "host">, options: Partial<Parameters<typeof evidenceOf>[0]> = {}, reference = "web:1") {
	const { ask } = evidenceOf({ registries: [host], ...options });
	return (await ask(`${host}/${reference}`)).config;
}

const because = (reason: RegExp) => ({ $unknown: expect.stringMatching(reason) });

describe("content that is not what was asked for", () => {
	it("under the manifest's digest", async () => {
		const server = await hostile((_, response) => response.writeHead(200, { "content-type": MANIFEST }).end(manifest));
		const asked = `sha256:${"0".repeat(64)}`;
		expect(await configFrom(server, {}, `web@${asked}`)).toEqual(
			because(new RegExp(`not what was asked for: it has the digest ${sha256(manifest)}, not ${asked}`)),
		);
	});

	it("under the digest that the registry itself states for a tag", async () => {
		const headers = { "content-type": MANIFEST, "docker-content-digest": sha256("other") };
		const server = await hostile((_, response) => response.writeHead(200, headers).end(manifest));
		expect(await configFrom(server)).toEqual(because(/not what was asked for/));
	});

	it("under the configuration's digest", async () => {
		const server = await hostile(({ url }, response) =>
			response.writeHead(200, { "content-type": MANIFEST }).end(url?.includes("/blobs/") ? config.replace("1", "0") : manifest),
		);
		expect(await configFrom(server)).toEqual(because(/a blob of .* is not what was asked for/));
	});

	it.each([
		["no JSON", "<html>", /is not JSON/],
		[
			"no type that is read",
			JSON.stringify({ schemaVersion: 1, mediaType: "application/vnd.docker.distribution.manifest.v1+json" }),
			/which is not read/,
		],
		["two meanings", JSON.stringify({ ...JSON.parse(manifest), manifests: [] }), /both an image and an index/],
		["no digest", manifestOf({ digest: "sha256:../../x", size: 1 }), /config\.digest: must be a sha256 digest/],
		["a size without end", manifestOf({ digest: sha256(config), size: 2 ** 40 }), /more than 1048576 are not read/],
		["null", "null", /cannot be read/],
	])("and has %s", async (_, body, reason) => {
		const server = await hostile((_request, response) => response.writeHead(200, { "content-type": MANIFEST }).end(body));
		expect(await configFrom(server)).toEqual(because(reason));
	});
});

describe("bodies and answers without end", () => {
	it("are given up at the size that a manifest may have", async () => {
		const server = await hostile((_, response) => {
			response.writeHead(200, { "content-type": MANIFEST });
			const more = () => {
				while (response.write(Buffer.alloc(65_536))) if (response.destroyed) return;
				response.once("drain", more);
			};
			more();
		});
		expect(await configFrom(server)).toEqual(because(/sends more than 4194304 bytes/));
	});

	it("are given up in time, at the first byte and between two", async () => {
		const silent = await hostile(() => {});
		const slow = await hostile((_, response) => {
			response.writeHead(200, { "content-type": MANIFEST });
			const drip = setInterval(() => response.write(" "), 20);
			response.on("close", () => clearInterval(drip));
		});
		for (const server of [silent, slow]) {
			const started = performance.now();
			expect(await configFrom(server, { lookUpMs: 300 })).toEqual(because(/not known after 0\.3 s|does not answer in time/));
			expect(performance.now() - started).toBeLessThan(3_000);
		}
	});

	it("cost whoever asks no more than it can wait", async () => {
		const { host } = await hostile(() => {});
		const { ask } = evidenceOf({ registries: [host] });
		const started = performance.now();
		const images = Array.from({ length: 60 }, (_, n) => `${host}/web:${n}`);
		expect((await ask(`${host}/web:0`, { images, withinMs: 200 })).config).toEqual(because(/longer than the answer can wait/));
		expect((await ask(`${host}/web:59`, { images, withinMs: 200 })).config).toEqual(because(/more than 50 images/));
		expect(performance.now() - started).toBeLessThan(3_000);
	});

	it("cost one wait for all images of a host, the token server's too, until a moment later", async () => {
		const silent = await hostile(() => {});
		const challenge = { "www-authenticate": `Bearer realm="${silent.url}/token"` };
		const sending = await hostile((_, response) => response.writeHead(401, challenge).end());
		const { ask, clock } = evidenceOf({ registries: [silent.host, sending.host], lookUpMs: 300 });
		for (const host of [silent.host, sending.host]) {
			if (host === sending.host) clock.ms += 15_000;
			expect((await ask(`${host}/web:0`)).config).toEqual(because(/not known after 0\.3 s|does not answer in time/));
			const started = performance.now();
			for (let n = 1; n < 20; n += 1)
				expect((await ask(`${host}/web:${n}`)).config).toEqual(because(/is left alone for a moment: .*in time/));
			expect(performance.now() - started).toBeLessThan(300);
		}
		expect(silent.heard).toHaveLength(2);
	});

	it("end a loop of redirects, and one of refusals", async () => {
		const looping = await hostile(({ url }, response) => response.writeHead(307, { location: `${url}x` }).end());
		expect(await configFrom(looping)).toEqual(because(/redirects more than 3 times/));
		expect(looping.heard).toHaveLength(4);
		const refusing: Server = await hostile(({ url }, response) => {
			if (url?.startsWith("/token")) return void response.end('{"token":"t"}');
			response.writeHead(401, { "www-authenticate": `Bearer realm="${refusing.url}/token"` }).end();
		});
		expect(await configFrom(refusing)).toEqual(because(/answers 401/));
		expect(refusing.heard).toHaveLength(3);
	});
});

describe("what points elsewhere", () => {
	it.each([307, 302, 308])("by redirect (%i) gets no login of ours, and is not followed by http", async (status) => {
		const other = await hostile((_, response) => response.end("caught"));
		const server = await hostile((_, response) => response.writeHead(status, { location: `${other.url}/v2/web?sig=hush` }).end());
		const found = await configFrom(server, { login: async () => SECRET });
		expect(server.heard[0]).toContain(SECRET);
		expect(found).toEqual(because(/redirects to http:.*\/v2\/web, which is not https/));
		expect(JSON.stringify(found)).not.toContain("hush");
		expect(other.heard).toEqual([]);
	});

	it("by redirect to an address inside is not asked", async () => {
		for (const inside of [
			"https://127.0.0.1/x",
			"https://[::1]/x",
			"https://169.254.169.254/latest",
			"https://10.0.0.1/",
			"https://[::ffff:10.0.0.1]/",
			"https://localhost/x",
		]) {
			const server = await hostile((_, response) => response.writeHead(307, { location: inside }).end());
			expect(await configFrom(server)).toEqual(because(/has an address that is not asked/));
		}
	});

	it.each([
		["http://169.254.169.254/token", /is not https/],
		["https://169.254.169.254/token", /address that is not asked \(linkLocal\)/],
		["https://localhost/token", /^https:\/\/localhost\/token|^localhost has/],
		["file:///etc/passwd", /is not https/],
		["not an address", /does not say where from/],
	])("for a token, %s, is not asked", async (realm, reason) => {
		const server = await hostile((_, response) => response.writeHead(401, { "www-authenticate": `Bearer realm="${realm}"` }).end());
		expect(await configFrom(server)).toEqual(because(reason));
		expect(server.heard).toHaveLength(1);
	});

	it("gets no token and no login where it wants a password", async () => {
		const server = await hostile((_, response) => response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end());
		expect(await configFrom(server)).toEqual(because(/does not let the gate read web: it answers 401/));
		expect(server.heard).toEqual(["GET /v2/web/manifests/1 -"]);
	});

	it("is no registry that is listed, and is never asked", async () => {
		const server = await hostile((_, response) => response.end());
		expect(await configFrom(server, { registries: ["ghcr.io"] })).toEqual(because(/is not asked; name it in TASKGATE_REGISTRIES/));
		expect(server.heard).toEqual([]);
	});

	it("is of another partition's ECR, and is not asked", async () => {
		const { ask } = evidenceOf({ registries: ["ecr"] });
		const found = await ask("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web:1");
		expect(found.config).toEqual(because(/is of the partition aws-cn, and the request of aws/));
	});
});
