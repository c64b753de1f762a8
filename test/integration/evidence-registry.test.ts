/** What an image is, asked of a real registry: by tag and digest, single and for several platforms, in OCI's and Docker's types. */
import { request as forward } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceOf, type Server, serve } from "../evidence-ground.ts";
import { Pusher, sha256 } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";

let registry: OciRegistry;
let host: string;
beforeAll(async () => {
	registry = await startRegistry();
	host = new URL(registry.url).host;
}, 300_000);
afterAll(() => registry.stop());

const NGINX = { Entrypoint: ["/docker-entrypoint.sh"], Cmd: ["nginx", "-g", "daemon off;"], User: "101", Env: ["TOKEN=hush-hush"] };

describe("an image's configuration", () => {
	it.each(["oci", "docker"] as const)("is read by tag and by digest (%s), and not its environment", async (style) => {
		const labels = { "org.opencontainers.image.base.name": "docker.io/library/debian:12", $unknown: "a label of somebody's" };
		const pushed = await new Pusher(registry.url, `single-${style}`).image({
			style,
			tag: "1",
			config: { ...NGINX, Labels: labels },
			layers: ["a", "b"],
		});
		const { ask } = evidenceOf({ registries: [host] });
		const byTag = await ask(`${host}/single-${style}:1`);
		expect(byTag).toEqual({
			reference: `${host}/single-${style}:1`,
			digest: pushed.digest,
			manifest: pushed.digest,
			fetchedAt: "2026-11-20T00:00:00.000Z",
			config: {
				Entrypoint: NGINX.Entrypoint,
				Cmd: NGINX.Cmd,
				User: "101",
				Labels: { "org.opencontainers.image.base.name": "docker.io/library/debian:12", "\\$unknown": "a label of somebody's" },
				architecture: "amd64",
				os: "linux",
				layers: [sha256("a"), sha256("b")],
			},
		});
		expect(JSON.stringify(byTag)).not.toContain("hush");
		const byDigest = await ask(`${host}/single-${style}@${pushed.digest}`);
		expect(byDigest.config).toEqual(byTag.config);
	});

	it.each(["oci", "docker"] as const)("is that of the platform, where there are several (%s)", async (style) => {
		const pusher = new Pusher(registry.url, `multi-${style}`);
		const amd64 = await pusher.image({ style, config: { User: "1" } });
		const arm64 = await pusher.image({ style, config: { User: "2" }, architecture: "arm64" });
		const attestation = await pusher.image({ style, os: "unknown", architecture: "unknown" });
		const index = await pusher.index(
			[
				{ ...attestation, platform: { os: "unknown", architecture: "unknown" } },
				{ ...amd64, platform: { os: "linux", architecture: "amd64" } },
				{ ...arm64, platform: { os: "linux", architecture: "arm64", variant: "v8" } },
			],
			{ style, tag: "1" },
		);
		const { ask } = evidenceOf({ registries: [host] });
		const image = `${host}/multi-${style}:1`;
		expect(await ask(image)).toMatchObject({ digest: index.digest, manifest: amd64.digest, config: { User: "1", architecture: "amd64" } });
		const onArm = await ask(image, { platform: { os: "linux", architecture: "arm64" } });
		expect(onArm).toMatchObject({ digest: index.digest, manifest: arm64.digest, config: { User: "2", architecture: "arm64" } });
		const onWindows = await ask(image, { platform: { os: "windows", architecture: "amd64" } });
		expect(onWindows.config).toEqual({ $unknown: expect.stringContaining("has no image for windows/amd64; runtimePlatform says") });
	});

	it("is unknown where there is no such image, or what there is is no image", async () => {
		const pusher = new Pusher(registry.url, "chart");
		const config = await pusher.blob("{}", "application/vnd.cncf.helm.config.v1+json");
		await pusher.manifest(
			{ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config, layers: [] },
			"application/vnd.oci.image.manifest.v1+json",
			"1",
		);
		const { ask } = evidenceOf({ registries: [host] });
		expect((await ask(`${host}/absent:1`)).config).toEqual({ $unknown: `${host}/absent has no 1` });
		expect((await ask(`${host}/chart:1`)).config).toEqual({ $unknown: expect.stringContaining("is no image to run") });
		expect((await ask("no image")).config).toEqual({ $unknown: "it is no image reference" });
	});
});

describe("what is remembered", () => {
	it("is a tag for half a minute, and what stands under a digest for long", async () => {
		const pusher = new Pusher(registry.url, "moving");
		await pusher.image({ tag: "1", config: { User: "1" } });
		const { ask, clock } = evidenceOf({ registries: [host] });
		await ask(`${host}/moving:1`);
		const second = await pusher.image({ tag: "1", config: { User: "2" } });
		expect(await ask(`${host}/moving:1`)).toMatchObject({ config: { User: "1" }, fetchedAt: "2026-11-20T00:00:00.000Z" });
		clock.ms = 31_000;
		expect(await ask(`${host}/moving:1`)).toMatchObject({
			digest: second.digest,
			config: { User: "2" },
			fetchedAt: "2026-11-20T00:00:31.000Z",
		});
	});

	it("is a failure for a moment only, and what is asked at once is asked once", async () => {
		let isUp = false;
		const front = await serve((request, response) => {
			if (!isUp) return void response.writeHead(503).end();
			request.pipe(
				forward(registry.url + request.url, { headers: { accept: request.headers.accept } }, (answer) => {
					response.writeHead(answer.statusCode ?? 0, answer.headers);
					answer.pipe(response);
				}),
			);
		});
		await new Pusher(registry.url, "flaky").image({ tag: "1", config: { User: "1" } });
		const { ask, clock } = evidenceOf({ registries: [front.host] });
		const image = `${front.host}/flaky:1`;
		const [first] = await Promise.all([ask(image), ask(image), ask(image)]);
		expect(first.config).toEqual({ $unknown: `${front.url}/v2/flaky/manifests/1 answers 503` });
		expect(front.heard).toHaveLength(1);
		isUp = true;
		clock.ms = 16_000;
		expect((await ask(image)).config).toMatchObject({ User: "1" });
		front.close();
	});
});

describe("a registry that wants a token", () => {
	let front: Server;
	let grants = true;
	beforeAll(async () => {
		await new Pusher(registry.url, "team/private").image({ tag: "1", config: { User: "1" } });
		front = await serve((request, response) => {
			const url = new URL(request.url ?? "", front.url);
			if (url.pathname === "/token") {
				const scope = url.searchParams.get("scope");
				if (url.searchParams.get("service") !== "reg" || scope !== "repository:team/private:pull")
					return void response.writeHead(400).end();
				return void response.end(JSON.stringify({ token: "anonymous-pull", expires_in: 100 }));
			}
			if (request.headers.authorization !== "Bearer anonymous-pull" || !grants) {
				return void response
					.writeHead(401, { "www-authenticate": `Bearer realm="${front.url}/token",service="reg",scope="repository:x:push"` })
					.end();
			}
			request.pipe(
				forward(registry.url + request.url, { headers: { accept: request.headers.accept } }, (answer) => {
					response.writeHead(answer.statusCode ?? 0, answer.headers);
					answer.pipe(response);
				}),
			);
		});
	});
	afterAll(() => front.close());

	it("gets one from where its challenge points, for pulling that repository alone, and once", async () => {
		const { ask, clock } = evidenceOf({ registries: [front.host] });
		expect((await ask(`${front.host}/team/private:1`)).config).toMatchObject({ User: "1" });
		expect(front.heard.filter((line) => line.includes("/token"))).toHaveLength(1);
		clock.ms = 40_000;
		await ask(`${front.host}/team/private:1`);
		expect(front.heard.filter((line) => line.includes("/token"))).toHaveLength(1);
		clock.ms = 100_000;
		await ask(`${front.host}/team/private:1`);
		expect(front.heard.filter((line) => line.includes("/token"))).toHaveLength(2);
	});

	it("is asked once more and no more when it refuses its own token", async () => {
		grants = false;
		const { ask } = evidenceOf({ registries: [front.host] });
		front.heard.length = 0;
		expect((await ask(`${front.host}/team/private:1`)).config).toEqual({ $unknown: expect.stringMatching(/manifests\/1 answers 401$/) });
		expect(front.heard).toHaveLength(3);
	});
});
