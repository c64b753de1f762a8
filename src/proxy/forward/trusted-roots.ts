/** The roots that this machine trusts: Node's own, the system's, and those of NODE_EXTRA_CA_CERTS. PEM. */
import tls from "node:tls";

export function trustedRoots(): readonly string[] {
	// Node before 22.15 cannot be asked.
	if (tls.getCACertificates === undefined) return tls.rootCertificates;
	return [...new Set([...tls.getCACertificates("default"), ...tls.getCACertificates("system")])];
}
