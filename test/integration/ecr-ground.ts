/** Private registries of ECR in one Region: the login and the scans by moto, the registry's API by a real registry. */
import { request as forward } from "node:http";
import { CreateRepositoryCommand, ECRClient, PutImageCommand, StartImageScanCommand } from "@aws-sdk/client-ecr";
import { inject, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { EcrAccess } from "../../src/evidence/ecr-access.ts";
import { fetchVulnerabilities } from "../../src/evidence/ecr-scans.ts";
import { evidenceOf, serve } from "../evidence-ground.ts";
import { Pusher, TYPES } from "../oci-images.ts";
import { startRegistry } from "../oci-registry.ts";
import { pointAwsAt } from "./ecs-ground.ts";

const ACCOUNT = "123456789012";
const BASIC = `Basic ${Buffer.from(`AWS:${ACCOUNT}-auth-token`).toString("base64")}`;

export type EcrGround = Awaited<ReturnType<typeof ecrGround>>;

export async function ecrGround(region: string) {
	pointAwsAt(inject("motoUrl"));
	const client = new ECRClient({
		region,
		endpoint: inject("motoUrl"),
		credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
	});
	const registry = await startRegistry();
	/** As ECR's registry: nothing without the login. */
	const front = await serve((request, response) => {
		if (request.headers.authorization !== BASIC) return void response.writeHead(401, { "www-authenticate": 'Basic realm="ecr"' }).end();
		request.pipe(
			forward(registry.url + request.url, { headers: { accept: request.headers.accept } }, (answer) => {
				response.writeHead(answer.statusCode ?? 0, answer.headers);
				answer.pipe(response);
			}),
		);
	});
	return {
		/** The same image in the registry, and in moto, which scans it; its digest. */
		async push(repository: string, scanned: boolean): Promise<string> {
			const pushed = await new Pusher(registry.url, repository).image({ tag: "1", config: { User: "1" } });
			const manifest = await fetch(`${registry.url}/v2/${repository}/manifests/1`, { headers: { accept: TYPES.oci.manifest } });
			await client.send(new CreateRepositoryCommand({ repositoryName: repository }));
			const imageManifest = await manifest.text();
			const named = { repositoryName: repository, imageManifestMediaType: TYPES.oci.manifest, imageTag: "1" };
			await client.send(new PutImageCommand({ ...named, imageManifest, imageDigest: pushed.digest }));
			if (scanned) await client.send(new StartImageScanCommand({ repositoryName: repository, imageId: { imageTag: "1" } }));
			return pushed.digest;
		},
		/** In the registry alone. The digest that the tag means now. */
		async moveTag(repository: string): Promise<string> {
			return (await new Pusher(registry.url, repository).image({ tag: "1", config: { User: "2" } })).digest;
		},
		/** What looks at the scans of an image's digest are answered. */
		async answers(repository: string, ...results: readonly object[]): Promise<void> {
			const whole = results.map((result) => ({ repositoryName: repository, imageId: {}, registryId: ACCOUNT, ...result }));
			await fetch(`${inject("motoUrl")}/moto-api/static/ecr/scan-finding-results`, {
				method: "POST",
				body: JSON.stringify({ results: whole, region, account_id: ACCOUNT }),
				headers: { "content-type": "application/json" },
			});
		},
		/** Scans by moto, or by whoever stands in for it: moto's answer about an image never changes. */
		evidence(
			scans: EcrAccess = new EcrAccess(
				(place) => new AwsClients().settings(place),
				() => performance.now(),
			),
		) {
			const ecr = new EcrAccess(
				(place) => new AwsClients().settings(place),
				() => performance.now(),
			);
			return evidenceOf({
				registries: ["ecr"],
				login: (host) => ecr.login(host),
				addressOf: () => new URL(front.url),
				vulnerabilities: (image, signal) => fetchVulnerabilities(scans, image, signal),
			});
		},
		async close(): Promise<void> {
			vi.unstubAllEnvs();
			front.close();
			await registry.stop();
		},
	};
}
