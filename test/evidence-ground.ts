/** Evidence as the gate asks for it, over HTTP to registries of this machine. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { EvidencePart } from "../src/admission/policy.ts";
import { AllowedRegistries } from "../src/evidence/allowed-registries.ts";
import type { EvidenceQuestion } from "../src/evidence/evidence.ts";
import { RegistryClient, type RegistryClientOptions } from "../src/evidence/registry-client.ts";
import { RegistryEvidence, type RegistryEvidenceOptions } from "../src/evidence/registry-evidence.ts";

const PLACE = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const AMD64 = { os: "linux", architecture: "amd64" };

interface Ground extends Partial<RegistryEvidenceOptions>, Pick<RegistryClientOptions, "addressOf"> {
	readonly registries: readonly string[];
	readonly login?: RegistryClientOptions["login"];
}

/** A clock that stands still until it is told. */
export function evidenceOf({ registries, addressOf, login = async () => undefined, ...options }: Ground) {
	const clock = { ms: 0 };
	const elapsed = () => clock.ms;
	const client = new RegistryClient({ allowed: new AllowedRegistries(registries), login, elapsed, ...(addressOf && { addressOf }) });
	const nothing = async () => ({});
	const now = () => new Date(Date.UTC(2026, 10, 20) + clock.ms).toISOString();
	const evidence = new RegistryEvidence({ client, vulnerabilities: nothing, signatures: nothing, now, elapsed, ...options });
	const ask = async (image: string, question: Partial<EvidenceQuestion> = {}) => {
		const parts: readonly EvidencePart[] = ["config"];
		const found = await evidence.of({ images: [image], parts, platform: AMD64, place: PLACE, withinMs: 5_000, ...question });
		return found[image]!;
	};
	return { evidence, client, clock, ask };
}

export interface Server {
	/** `127.0.0.1:41234`. */
	readonly host: string;
	readonly url: string;
	/** Method, path and login of each request. */
	readonly heard: string[];
	close(): void;
}

/** On a free port of this machine; it notes what it hears. */
export async function serve(answer: RequestListener): Promise<Server> {
	const heard: string[] = [];
	const server = createServer((request, response) => {
		heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`);
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const close = () => {
		server.close();
		server.closeAllConnections();
	};
	return { host, url: `http://${host}`, heard, close };
}
