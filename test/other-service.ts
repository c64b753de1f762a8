/** Some other service's TLS identity, from a root of its own. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { authorityCertificate, hostCertificate } from "../src/proxy/forward/certificate.ts";

export interface ServiceIdentity {
	/** PEM, each of them. */
	readonly root: string;
	readonly key: string;
	readonly cert: string;
}

export function otherIdentity(host: string): ServiceIdentity {
	const lifetime = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) };
	const [rootKey, key] = [newKey(), newKey()];
	const issuer = { key: rootKey, name: "Somebody else" };
	return {
		root: authorityCertificate(rootKey, issuer.name, ["amazonaws.com"], lifetime),
		key: String(key.export({ type: "pkcs8", format: "pem" })),
		cert: hostCertificate(issuer, key, host, lifetime),
	};
}

function newKey(): KeyObject {
	return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}
