/** Evidence as it is configured: which registries are asked, with whose credentials, and whose signatures count. */
import type { CallObserver } from "../ecs/observed-calls.ts";
import { AllowedRegistries } from "./allowed-registries.ts";
import { type ClientSettings, EcrAccess } from "./ecr-access.ts";
import { fetchVulnerabilities } from "./ecr-scans.ts";
import { fetchEcrSigning } from "./ecr-signing.ts";
import type { Evidence } from "./evidence.ts";
import { RegistryClient } from "./registry-client.ts";
import { type LookUpPart, RegistryEvidence } from "./registry-evidence.ts";

export interface EvidenceOptions {
	/** Empty: none is asked. */
	readonly registries: readonly string[];
	/** File of a trust policy. */
	readonly trust?: string | undefined;
	/** How an account's ECR is reached; absent where there are no AWS credentials. */
	readonly settings?: ClientSettings | undefined;
	/** Told of every call of ECR's API. */
	readonly observer?: CallObserver | undefined;
	/** RFC 3339. */
	readonly now: () => string;
}

/** Undefined where no registry may be asked. @throws {TrustPolicyError} */
export async function openEvidence({ registries, trust, settings, observer, now }: EvidenceOptions): Promise<Evidence | undefined> {
	const trusted = trust === undefined ? undefined : await (await import("./trust-policy.ts")).loadTrustPolicy(trust);
	if (registries.length === 0) return undefined;
	const elapsed = () => performance.now();
	const ecr = new EcrAccess(settings, elapsed, observer);
	const client = new RegistryClient({ allowed: new AllowedRegistries(registries), login: ecr.login.bind(ecr), elapsed });
	const vulnerabilities: LookUpPart = (image, signal) => fetchVulnerabilities(ecr, image, signal);
	// Sigstore's verifier is loaded where a signature is asked about, and not at every cold start.
	const signatures: LookUpPart = async (image, signal) => {
		const { fetchSignatures } = await import("./signatures.ts");
		const [found, ecrSigning] = await Promise.all([fetchSignatures(client, trusted, image, signal), fetchEcrSigning(ecr, image, signal)]);
		return { ...found, ecrSigning };
	};
	return new RegistryEvidence({ client, vulnerabilities, signatures, now, elapsed });
}
