import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { KEY_ID, PEM, published, startKeys } from "../../test/balancer.ts";
import { KeysUnreachable, keysFrom } from "./balancer-keys.ts";

const id = (n: number) => KEY_ID.replace(/.{4}$/, n.toString(16).padStart(4, "0"));

async function keysAt(answer?: Parameters<typeof startKeys>[0]) {
	const service = await startKeys(answer);
	onTestFinished(() => service.close());
	return { keyOf: keysFrom(`${service.url}/`), heard: service.heard };
}

test("a key is fetched once, however many ask, and so is that there is none", async () => {
	const { keyOf, heard } = await keysAt();
	const all = await Promise.all([keyOf(KEY_ID), keyOf(KEY_ID), keyOf(KEY_ID)]);
	expect(all.map((key) => key?.export({ type: "spki", format: "pem" }))).toEqual([PEM, PEM, PEM]);
	await keyOf(KEY_ID);
	for (let n = 0; n < 3; n += 1) expect(await keyOf(id(1))).toBeUndefined();
	expect(heard.map(({ path }) => path)).toEqual([`/${KEY_ID}`, `/${id(1)}`]);
});

test.each([
	"",
	"..",
	"../secret",
	`${KEY_ID}/..`,
	`/${KEY_ID}`,
	"https://evil.example/",
	`${KEY_ID}?x`,
	KEY_ID.toUpperCase(),
	`${KEY_ID}\n`,
])("%j is no id, and nothing is fetched", async (wrong) => {
	const { keyOf, heard } = await keysAt();
	expect(await keyOf(wrong)).toBeUndefined();
	expect(heard).toEqual([]);
});

const p384 = String(generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({ type: "spki", format: "pem" }));
const rsa = String(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }));

test.each<[what: string, answer: { status: number; body?: string }, says: RegExp]>([
	["an error", { status: 500 }, /it answered 500/],
	["an address elsewhere", { status: 302 }, /cannot be fetched from 127\.0\.0\.1/],
	["more than a key", { status: 200, body: `${PEM}${"x".repeat(5000)}` }, /more than 4096 bytes/],
	["no key", { status: 200, body: "<html>" }, /no public key/],
	["a key of another curve", { status: 200, body: p384 }, /not for ES256/],
	["a key of another kind", { status: 200, body: rsa }, /not for ES256/],
])("%s instead of a key is told, and tried again", async (_, wrong, says) => {
	let answer = wrong;
	const { keyOf } = await keysAt((path) => (answer === wrong ? wrong : published(path)));
	await expect(keyOf(KEY_ID)).rejects.toThrow(KeysUnreachable);
	await expect(keyOf(KEY_ID)).rejects.toThrow(says);
	answer = { status: 200 };
	expect(await keyOf(KEY_ID)).toBeDefined();
});

test("whoever does not answer, and where nobody is, is given up within seconds", async () => {
	const silent = createServer(() => {});
	await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
	const { port } = silent.address() as AddressInfo;
	const keyOf = keysFrom(`http://127.0.0.1:${port}/`);
	const started = performance.now();
	const waiting = [1, 2, 3, 4].map((n) => keyOf(id(n)).catch((error: unknown) => error));
	await expect(keyOf(id(5))).rejects.toThrow("too many keys");
	for (const answer of await Promise.all(waiting)) expect(answer).toBeInstanceOf(KeysUnreachable);
	expect(performance.now() - started).toBeLessThan(6_000);
	silent.closeAllConnections();
	await new Promise((resolve) => silent.close(resolve));
	await expect(keyOf(id(1))).rejects.toThrow("ECONNREFUSED");
});

test("of made-up ids only so many are remembered", async () => {
	const { keyOf, heard } = await keysAt();
	for (let n = 1; n <= 65; n += 1) await keyOf(id(n));
	expect(heard).toHaveLength(65);
	await keyOf(id(65));
	expect(heard).toHaveLength(65);
	await keyOf(id(1));
	expect(heard).toHaveLength(66);
});
