/** From an image in a registry to the verdict: by the built-in library, in the judge and in `check --evidence`. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { JsonObject } from "../../src/admission/request.ts";
import { NOTHING_FOUND } from "../../src/ecs/nothing-found.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import { fetchSignatures } from "../../src/evidence/signatures.ts";
import { judge } from "../../src/judge.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import type { JudgeWorld } from "../../src/world.ts";
import { taskgate } from "../e2e/cli.ts";
import { evidenceOf, serve } from "../evidence-ground.ts";
import { Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { constraint, NOW, unresolvedRequest } from "../requests.ts";
import { newSigner, signByTag } from "../signed-images.ts";

const signer = newSigner();
let registry: OciRegistry;
let host: string;
let engine: PolicyEngine;
let folder: string;
beforeAll(async () => {
	registry = await startRegistry();
	host = new URL(registry.url).host;
	engine = await openEngine(await openBuiltIn());
	folder = await mkdtemp(join(tmpdir(), "taskgate-evidence-"));
	const pusher = new Pusher(registry.url, "acme/web");
	const good = await pusher.image({ tag: "good", config: { User: "1000" } });
	await pusher.image({ tag: "bad", config: {} });
	await signByTag(pusher, good.digest, [{ by: signer }]);
}, 300_000);
afterAll(async () => {
	await engine.close();
	await registry.stop();
	await rm(folder, { recursive: true });
});

function worldWith(evidence: Evidence | undefined, ...policies: readonly string[]): JudgeWorld {
	return {
		...{
			now: () => NOW,
			reader: { ...NOTHING_FOUND, source: "copy" as const, taskDefinition: async () => undefined },
			engine,
			exemptions: [],
			constraintsDigest: "digest",
		},
		constraints: policies.map((policy) => constraint({ name: policy, policy })),
		...(evidence && { evidence }),
	};
}

const running = (image: string): JsonObject => ({ family: "web", containerDefinitions: [{ name: "web", image, memory: 128 }] });
const asked = (image: string) => unresolvedRequest({ object: running(image), references: {} });

describe("a policy that needs evidence", () => {
	it("denies and allows by what the registry says", async () => {
		const { evidence } = evidenceOf({ registries: [host] });
		const world = worldWith(evidence, "supply-chain/not-root-by-image");
		expect(await judge(world, asked(`${host}/acme/web:good`), { final: true })).toMatchObject({
			verdict: "allowed",
			unknowns: [],
			failures: [],
		});
		const denied = await judge(world, asked(`${host}/acme/web:bad`), { final: true });
		expect(denied).toMatchObject({
			verdict: "denied",
			enforcements: [
				{
					policy: "supply-chain/not-root-by-image",
					message: "the image of container web names no user, and neither does the container",
					field: "/containerDefinitions/0/image",
				},
			],
		});
	});

	it("is never passed where the registry does not say: undecided for who asks before acting, unknown for who tells afterwards", async () => {
		const { evidence } = evidenceOf({ registries: [host] });
		for (const [world, reason] of [
			[worldWith(evidence, "supply-chain/not-root-by-image"), `${host}/acme/absent has no 1`],
			[worldWith(undefined, "supply-chain/not-root-by-image"), "registries are not asked here"],
		] as const) {
			const final = await judge(world, asked(`${host}/acme/absent:1`), { final: true });
			expect(final).toMatchObject({ verdict: "undecided", failurePolicy: "Fail", failures: [{ reason: expect.stringContaining(reason) }] });
			const afterwards = await judge(world, asked(`${host}/acme/absent:1`));
			const field = `/context/images/${`${host}/acme/absent:1`.replaceAll("/", "~1")}/config`;
			expect(afterwards.unknowns).toMatchObject([{ policy: "supply-chain/not-root-by-image", field }]);
		}
	});

	it("costs a hook no more than the time that it has", async () => {
		const silent = await serve(() => {});
		const { evidence } = evidenceOf({ registries: [silent.host] });
		const started = performance.now();
		const decision = await judge(worldWith(evidence, "supply-chain/signed"), asked(`${silent.host}/web:1`), { final: true, withinMs: 400 });
		expect(decision).toMatchObject({
			verdict: "undecided",
			failures: [{ reason: expect.stringContaining("longer than the answer can wait") }],
		});
		expect(performance.now() - started).toBeLessThan(4_000);
		silent.close();
	});

	it("is the only one that has anything asked", async () => {
		const server = await serve((_, response) => response.writeHead(500).end());
		const { evidence } = evidenceOf({ registries: [server.host] });
		await judge(worldWith(evidence, "workload/privileged", "image/digest"), asked(`${server.host}/web:1`));
		expect(server.heard).toEqual([]);
		await judge(worldWith(evidence, "supply-chain/approved-base"), asked(`${server.host}/web:1`));
		expect(server.heard).toHaveLength(1);
		server.close();
	});

	it("knows a signature by the key that is trusted for the image", async () => {
		const { createPublicKey } = await import("node:crypto");
		const rules = [{ images: [`${host}/acme/*`], keys: [{ name: "release", pem: createPublicKey(signer.pem) }], identities: [] }];
		const trust = { rules, revoked: { keys: [], digests: [] } };
		const { client, evidence } = evidenceOf({
			registries: [host],
			signatures: (image, signal) => fetchSignatures(client, trust, image, signal),
		});
		const world = worldWith(evidence, "supply-chain/signed");
		expect(await judge(world, asked(`${host}/acme/web:good`), { final: true })).toMatchObject({ verdict: "allowed" });
		expect(await judge(world, asked(`${host}/acme/web:bad`), { final: true })).toMatchObject({
			verdict: "denied",
			enforcements: [{ message: "the image of container web has no signature that counts: it is not signed" }],
		});
	});
});

describe("taskgate check", () => {
	const constraints = ["not-root-by-image", "signed"].map((name) => ({
		...{ apiVersion: "taskgate.dev/v1", kind: "Constraint", metadata: { name } },
		spec: { policy: `supply-chain/${name}` },
	}));

	async function check(image: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
		await writeFile(join(folder, "task.json"), JSON.stringify(running(image)));
		await writeFile(join(folder, "gate.yaml"), constraints.map((one) => stringify(one)).join("---\n"));
		const rules = [{ images: [`${host}/*`], keys: [{ name: "release", pem: signer.pem }] }];
		await writeFile(join(folder, "trust.yaml"), stringify({ apiVersion: "taskgate.dev/v1", kind: "ImageTrust", rules }));
		const all = { TASKGATE_REGISTRIES: host, TASKGATE_TRUST: "trust.yaml", AWS_EC2_METADATA_DISABLED: "true", ...env };
		const ran = await taskgate(["check", "--constraints", "gate.yaml", "--format", "json", ...args, "task.json"], {
			cwd: folder,
			env: all,
		});
		return { ...ran, report: ran.stdout.startsWith("{") ? JSON.parse(ran.stdout) : undefined };
	}

	it("asks with --evidence, and says what it has found", async () => {
		const good = await check(`${host}/acme/web:good`, ["--evidence"]);
		expect([good.code, good.report.summary]).toMatchObject([0, { allowed: 1, unknown: 0 }]);
		const bad = await check(`${host}/acme/web:bad`, ["--evidence"]);
		expect(bad.code).toBe(1);
		expect(bad.report.decisions[0].violations.map(({ policy }: { policy: string }) => policy)).toEqual([
			"supply-chain/signed",
			"supply-chain/not-root-by-image",
		]);
	});

	it("asks nobody without it: then nothing is known, and that is no pass", async () => {
		const { code, report } = await check(`${host}/acme/web:bad`, ["--fail-on", "unknown"]);
		expect([code, report.summary.unknown]).toEqual([2, 2]);
		expect(report.decisions[0].unknown[0]).toMatchObject({ field: expect.stringMatching(/^\/context\/images\/.*\/config$/) });
		const { stdout } = await check(`${host}/acme/web:bad`, ["--fail-on", "unknown", "--format", "terminal"]);
		expect(stdout).toContain("registries are not asked here");
	});

	it("says what is wrong with a trust policy, and judges nothing", async () => {
		const { code, stderr, stdout } = await check(`${host}/acme/web:good`, ["--evidence"], { TASKGATE_TRUST: "none.yaml" });
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toContain("the trust policy none.yaml cannot be read");
	});
});
