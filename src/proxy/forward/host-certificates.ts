/** What the forward proxy shows to clients: a certificate per ECS host, from its own CA, good for some days. */
import { generateKeyPairSync } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { type Authority, BACKDATED_MS } from "./authority.ts";
import { hostCertificate } from "./certificate.ts";

const HOUR_MS = 3_600_000;
const VALID_MS = 7 * 24 * HOUR_MS;
/** So much before its end another one is made. */
const RENEWED_MS = 24 * HOUR_MS;
/** More hosts than AWS has Regions; names of VPC endpoints are anybody's invention, so there is a bound. */
const MOST_KEPT = 256;

export class HostCertificates {
	readonly #authority: Authority;
	readonly #now: () => Date;
	readonly #key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
	readonly #kept = new Map<string, { readonly context: SecureContext; readonly until: number }>();

	constructor(authority: Authority, now: () => Date) {
		this.#authority = authority;
		this.#now = now;
	}

	/** `host`: an ECS host's name. @throws when the CA has expired: no client would accept what it signs. */
	context(host: string): SecureContext {
		const now = this.#now().getTime();
		const kept = this.#kept.get(host);
		if (kept !== undefined && now < kept.until) return kept.context;
		const end = this.#authority.notAfter.getTime();
		if (end <= now) throw new Error(`the forward proxy's CA has expired on ${this.#authority.notAfter.toISOString()}`);
		const notAfter = Math.min(now + VALID_MS, end);
		const lifetime = { notBefore: new Date(now - BACKDATED_MS), notAfter: new Date(notAfter) };
		const context = createSecureContext({
			key: this.#key.export({ type: "pkcs8", format: "pem" }),
			cert: hostCertificate(this.#authority, this.#key, host, lifetime),
			minVersion: "TLSv1.2",
		});
		this.#kept.delete(host);
		this.#kept.set(host, { context, until: notAfter - RENEWED_MS });
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= MOST_KEPT) break;
			this.#kept.delete(oldest);
		}
		return context;
	}
}
