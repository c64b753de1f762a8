/** An Application Load Balancer's part in a login: a key where AWS would publish it, and tokens as it signs them, padding and all. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Balancer } from "../src/http/person.ts";
import { startListening } from "./listening-service.ts";

export const BALANCER: Balancer = {
	arn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/taskgate/0123456789abcdef",
	issuer: "https://login.example.com/realms/staff",
	client: "taskgate-console",
};
export const KEY_ID = "0a1b2c3d-0000-4000-8000-00000000000a";
export const CLAIMS = { sub: "3f9c1d52", email: "on-call@example.com" };

export interface Token {
	readonly header?: Readonly<Record<string, unknown>>;
	readonly payload?: Readonly<Record<string, unknown>>;
	/** Without it the login is of `now` and lasts two minutes, as AWS's do. */
	readonly now?: number;
	readonly key?: KeyObject;
	readonly padded?: boolean;
}

const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
export const PEM = String(pair.publicKey.export({ type: "spki", format: "pem" }));

export function part(value: string | Buffer, padded = true): string {
	const text = Buffer.from(value).toString("base64url");
	return padded ? text.padEnd(Math.ceil(text.length / 4) * 4, "=") : text;
}

export function signed({ header, payload, now = Date.now(), key = pair.privateKey, padded = true }: Token = {}): string {
	const { arn, issuer, client } = BALANCER;
	const exp = Math.floor(now / 1000) + 120;
	const head = { typ: "JWT", kid: KEY_ID, alg: "ES256", iss: issuer, client, signer: arn, exp, ...header };
	const text = [head, { ...CLAIMS, exp, iss: issuer, ...payload }].map((one) => part(JSON.stringify(one), padded)).join(".");
	return `${text}.${part(sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }), padded)}`;
}

/** Answers as AWS's address for keys does; `heard` has the paths that were asked for. */
export function startKeys(answer: (path: string) => { status: number; body?: string } = published) {
	return startListening(({ path }) => answer(path));
}

export function published(path: string): { status: number; body?: string } {
	return path === `/${KEY_ID}` ? { status: 200, body: PEM } : { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };
}
