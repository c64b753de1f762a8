import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAuthority } from "./authority.ts";
import { HostCertificates } from "./host-certificates.ts";

const DAY_MS = 86_400_000;
const HOST = "ecs.us-east-1.amazonaws.com";

test("a host's certificate is made once, renewed before it ends, and refused after the CA's own end", async () => {
	let now = new Date("2026-11-28T12:00:00Z");
	const pass = (days: number) => {
		now = new Date(now.getTime() + days * DAY_MS);
	};
	const certificates = new HostCertificates(await openAuthority(await mkdtemp(join(tmpdir(), "taskgate-ca-")), now), () => now);
	const first = certificates.context(HOST);
	expect(certificates.context("ecs.eu-west-1.amazonaws.com")).not.toBe(first);
	pass(5.9);
	expect(certificates.context(HOST)).toBe(first);
	pass(0.2);
	const second = certificates.context(HOST);
	expect(second).not.toBe(first);
	pass(3 * 365);
	expect(() => certificates.context(HOST)).toThrow(/CA has expired/);
});

test("names that anybody may invent do not fill the memory", async () => {
	const now = new Date("2026-11-28T12:00:00Z");
	const certificates = new HostCertificates(await openAuthority(await mkdtemp(join(tmpdir(), "taskgate-ca-")), now), () => now);
	const first = certificates.context(HOST);
	for (let i = 0; i < 256; i++) certificates.context(`vpce-${i}.ecs.us-east-1.vpce.amazonaws.com`);
	expect(certificates.context(HOST)).not.toBe(first);
});
