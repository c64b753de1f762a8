/** What happens in a made-up company's month: who registers what, when, with which faults. Numbers come from hashes, so that every run tells the same story. */
import { createHash } from "node:crypto";
import type { JsonObject } from "../src/admission/request.ts";

export interface Happening {
	readonly id: string;
	/** RFC 3339. */
	readonly time: string;
	readonly account: string;
	readonly region: string;
	readonly role: string;
	readonly definition: JsonObject & { readonly family: string };
	readonly revision: number;
	/** Whether a pipeline asked beforehand, instead of an event telling afterwards. */
	readonly asked: boolean;
}

const DAY = 86_400_000;
const TEAMS = [
	["111122223333", "ci-shop", ["web", "checkout", "promo", "search-indexer"]],
	["111122223333", "ci-billing", ["billing", "invoice-mailer"]],
	["111122223333", "ci-platform", ["node-agent"]],
	["444455556666", "ci-data", ["fraud-model", "report", "image-resizer"]],
	["444455556666", "alice", ["debug-shell"]],
	["777788889999", "ci-partner", ["partner-api"]],
] as const;

/** Between 0 and 1, the same for the same words. */
export function chance(words: string): number {
	return createHash("sha256").update(words).digest().readUInt32BE(0) / 2 ** 32;
}

/** Oldest first; busier by day than by night, and quiet at weekends. */
export function happenings(since: string, until: string, perDay: number): readonly Happening[] {
	const [from, to] = [Date.parse(since), Date.parse(until)];
	const count = Math.round(((to - from) / DAY) * perDay);
	const times = Array.from({ length: count }, (_, i) => from + ((i + chance(`when ${i}`)) / count) * (to - from));
	const revisions = new Map<string, number>();
	return times.flatMap((at, i) => {
		const id = uuid(`event ${i}`);
		if (chance(`kept ${i}`) > busyness(new Date(at))) return [];
		const [account, role, families] = TEAMS[Math.floor(chance(`team ${i}`) ** 1.6 * TEAMS.length)] ?? TEAMS[0];
		const family = families[Math.floor(chance(`family ${i}`) * families.length)] ?? families[0];
		const revision = (revisions.get(family) ?? 0) + 1;
		revisions.set(family, revision);
		// Teams learn: faults grow rarer towards the end.
		const care = (at - from) / (to - from);
		const definition = definitionOf(account, family, (fault, share) => chance(`${fault} ${i}`) < share * (1.25 - care));
		const region = account === "444455556666" && chance(`region ${i}`) < 0.3 ? "us-east-1" : "eu-central-1";
		return [{ id, time: new Date(at).toISOString(), account, region, role, definition, revision, asked: chance(`asked ${i}`) < 0.3 }];
	});
}

function busyness(at: Date): number {
	const weekend = at.getUTCDay() % 6 === 0 ? 0.3 : 1;
	const hour = at.getUTCHours();
	return weekend * (hour >= 6 && hour <= 18 ? 1 : 0.35);
}

function definitionOf(account: string, family: string, has: (fault: string, share: number) => boolean): Happening["definition"] {
	const agent = family === "node-agent";
	const container: JsonObject = {
		name: family,
		image: has("latest", 0.12)
			? `docker.io/library/${family}:latest`
			: `${account}.dkr.ecr.eu-central-1.amazonaws.com/${family}@sha256:${createHash("sha256").update(family).digest("hex")}`,
		essential: true,
		memory: 512,
		...(has("root", family === "billing" ? 2 : 0.1) ? {} : { user: "10001:10001" }),
		...(has("writable", 0.15) ? {} : { readonlyRootFilesystem: true }),
		...(agent || has("privileged", family === "debug-shell" ? 0.6 : 0.03) ? { privileged: true } : {}),
		linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
		healthCheck: { command: ["CMD", "/bin/health"], interval: 30 },
		environment: [
			{ name: "LOG_LEVEL", value: "info" },
			...(has("secret", 0.07) ? [{ name: "DB_PASSWORD", value: "correct-horse-battery-staple" }] : []),
		],
		portMappings: [{ containerPort: 8080, protocol: "tcp" }],
		...(has("logless", 0.08)
			? {}
			: {
					logConfiguration: {
						logDriver: "awslogs",
						options: { "awslogs-group": `/ecs/${family}`, "awslogs-region": "eu-central-1", "awslogs-stream-prefix": family },
					},
				}),
	};
	return {
		family,
		networkMode: agent ? "host" : "awsvpc",
		requiresCompatibilities: [agent ? "EC2" : "FARGATE"],
		cpu: "256",
		memory: "512",
		executionRoleArn: `arn:aws:iam::${account}:role/${family}-execution`,
		taskRoleArn: `arn:aws:iam::${account}:role/${family}-task`,
		runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
		containerDefinitions: [container],
		tags: [{ key: "team", value: family }],
	};
}

function uuid(words: string): string {
	const hex = createHash("sha256").update(words).digest("hex");
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
