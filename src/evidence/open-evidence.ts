/** Evidence as it is configured: which registries are asked, with whose credentials. */
import { AllowedRegistries } from "./allowed-registries.ts";
import { type ClientSettings, EcrAccess } from "./ecr-access.ts";
import { fetchVulnerabilities } from "./ecr-scans.ts";
import { type Evidence, NotKnown } from "./evidence.ts";
import { RegistryClient } from "./registry-client.ts";
import { type LookUpPart, RegistryEvidence } from "./registry-evidence.ts";

export interface EvidenceOptions {
	/** Empty: none is asked. */
	readonly registries: readonly string[];
	/** How an account's ECR is reached; absent where there are no AWS credentials. */
	readonly settings?: ClientSettings | undefined;
	/** RFC 3339. */
	readonly now: () => string;
}

/** Undefined where no registry may be asked. */
export function openEvidence({ registries, settings, now }: EvidenceOptions): Evidence | undefined {
	if (registries.length === 0) return undefined;
	const elapsed = () => performance.now();
	const ecr = new EcrAccess(settings, elapsed);
	const client = new RegistryClient({ allowed: new AllowedRegistries(registries), login: (registry) => ecr.login(registry), elapsed });
	const later = async () => {
		throw new NotKnown("not looked up yet");
	};
	const vulnerabilities: LookUpPart = (image, signal) => fetchVulnerabilities(ecr, image, signal);
	return new RegistryEvidence({ client, vulnerabilities, signatures: later, now, elapsed });
}
