import { createHmac, createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { BALANCER, CLAIMS, KEY_ID, PEM, part, signed, type Token } from "../../test/balancer.ts";
import { type KeyOf, KeysUnreachable, keysAddress } from "./balancer-keys.ts";
import { personBy } from "./person.ts";

const NOW = "2026-11-29T12:00:00.000Z";
const now = Date.parse(NOW);
const another = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

/** Ids that were asked for, and the one key. */
function known(): { readonly asked: string[]; readonly keyOf: KeyOf } {
	const asked: string[] = [];
	const keyOf: KeyOf = async (id) => {
		asked.push(id);
		return id === KEY_ID ? createPublicKey(PEM) : undefined;
	};
	return { asked, keyOf };
}

const token = (given: Token = {}) => signed({ now, ...given });
const header = (changes: Record<string, unknown>) => token({ header: changes });
const personOf = (data: string | undefined, keyOf = known().keyOf) =>
	personBy(BALANCER, () => NOW, keyOf)(data === undefined ? {} : { "x-amzn-oidc-data": data });

test("a login of the balancer's is taken, with its padding and without", async () => {
	expect(token()).toContain("=");
	expect(await personOf(token())).toEqual(CLAIMS);
	expect(await personOf(token({ padded: false }))).toEqual(CLAIMS);
	expect(await personOf(token({ payload: { email: undefined } }))).toEqual({ sub: CLAIMS.sub });
});

test("it is over when it says so, to the second", async () => {
	expect(await personOf(header({ exp: now / 1000 + 1 }))).toEqual(CLAIMS);
	expect(await personOf(header({ exp: now / 1000 }))).toBeUndefined();
	expect(await personOf(token({ payload: { exp: now / 1000 - 1 } }))).toBeUndefined();
});

const [head = "", body = "", signature = ""] = token().split(".");
const other = token({ payload: { sub: "somebody-else" } }).split(".");
const unsigned = (changes: object) => part(JSON.stringify({ ...JSON.parse(Buffer.from(head, "base64url").toString()), ...changes }));
const hmac = `${unsigned({ alg: "HS256" })}.${body}`;

test.each<[what: string, data: string | undefined]>([
	["no header", undefined],
	["nothing", ""],
	["what is no token", "let me in"],
	["two tokens in one header", `${token()}, ${token()}`],
	["another balancer's", header({ signer: BALANCER.arn.replace("0123456789abcdef", "fedcba9876543210") })],
	["a balancer's of another account", header({ signer: BALANCER.arn.replace("111122223333", "444455556666") })],
	["another issuer's", header({ iss: `${BALANCER.issuer}/` })],
	["another console's", header({ client: "payroll" })],
	["one that never ends", header({ exp: undefined })],
	["one whose end is a text", header({ exp: "4102444800" })],
	["one that ends at no time", header({ exp: Number.NaN })],
	["one without a subject", token({ payload: { sub: undefined } })],
	["one whose subject is no text", token({ payload: { sub: { $gt: "" } } })],
	["one made with another key", token({ key: another })],
	["alg none", `${unsigned({ alg: "none" })}.${body}.`],
	["alg none, with a signature", `${unsigned({ alg: "none" })}.${body}.${signature}`],
	["HMAC with the public key for a secret", `${hmac}.${part(createHmac("sha256", PEM).update(hmac).digest())}`],
	["another's claims under this signature", `${head}.${other[1]}.${signature}`],
	["this header with another's signature", `${head}.${body}.${other[2]}`],
	["a signature cut short", `${head}.${body}.${part(Buffer.from(signature, "base64url").subarray(0, 63))}`],
	["a critical extension that nobody knows", header({ crit: ["x"], x: 1 })],
	["a header that is no JSON", `${part("{")}.${body}.${signature}`],
])("%s lets nobody in", async (_, data) => {
	expect(await personOf(data)).toBeUndefined();
});

test.each([
	["of another balancer", { signer: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/x/0000000000000000" }],
	["that is over", { exp: 1 }],
	["whose key is a way out", { kid: "../../../latest/meta-data" }],
	["whose key is another address", { kid: "https://evil.example/key" }],
	["whose key is an id and more", { kid: `${KEY_ID}/../other` }],
	["whose key is no text", { kid: 7 }],
])("no key is asked for by a token %s", async (_, changes) => {
	const { asked, keyOf } = known();
	expect(await personOf(header(changes), keyOf)).toBeUndefined();
	expect(asked).toEqual([]);
});

test("a key that cannot be fetched is told, and nobody is let in meanwhile", async () => {
	const keyOf: KeyOf = async () => {
		throw new KeysUnreachable("down");
	};
	await expect(personOf(token(), keyOf)).rejects.toThrow(KeysUnreachable);
});

test("keys come from the Region that the balancer is in", async () => {
	const fetched: string[] = [];
	const actual = globalThis.fetch;
	globalThis.fetch = async (address) => {
		fetched.push(String(address));
		return new Response(PEM);
	};
	onTestFinished(() => {
		globalThis.fetch = actual;
	});
	expect(await personBy(BALANCER, () => NOW)({ "x-amzn-oidc-data": token() })).toEqual(CLAIMS);
	expect(fetched).toEqual([`https://public-keys.auth.elb.eu-central-1.amazonaws.com/${KEY_ID}`]);
	expect(keysAddress("us-east-1")).toBe("https://public-keys.auth.elb.us-east-1.amazonaws.com/");
});
