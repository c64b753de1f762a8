/** Task definitions and runs of them with a secret in every place where people put one. */
import { isKnownAnywhere, SECRET_KINDS, type Secret } from "./planted-secrets.ts";

const IN_CONTAINER = [
	...["environment", "secrets", "command", "entryPoint", "dockerLabels", "tags", "logOptions", "secretOptions", "firelens"],
	...["healthCheck", "systemControls", "containerName", "image", "overrideEnvironment", "overrideCommand"],
] as const;
type Place = (typeof IN_CONTAINER)[number];
type RunPlace = "startedBy" | "group";
/** Where a name stands beside the value. */
const NAMED: readonly Place[] = ["environment", "dockerLabels", "tags", "logOptions", "secretOptions", "firelens", "overrideEnvironment"];
const COMMANDS: readonly Place[] = ["command", "entryPoint", "healthCheck", "overrideCommand"];
/** A run has one of each, its containers many. */
const ANY: readonly (Place | RunPlace)[] = [...IN_CONTAINER, ...IN_CONTAINER, ...IN_CONTAINER, ...IN_CONTAINER, "startedBy", "group"];
/** Of one task definition. */
const CONTAINERS = 8;

type Container = Partial<Record<Place, Secret>>;

export interface Planted {
	readonly name: string;
	readonly run: Readonly<Partial<Record<RunPlace, Secret>>>;
	readonly containers: readonly Readonly<Container>[];
}

/** As few workloads as hold all of the secrets, each in a place where its kind is found. */
export function plant(secrets: readonly Secret[]): readonly Planted[] {
	const runs: Partial<Record<RunPlace, Secret>>[] = [];
	const containers: Container[] = [];
	const turns = new Map<string, number>();
	for (const secret of secrets) {
		const places = placesFor(secret);
		const turn = turns.get(secret.kind) ?? SECRET_KINDS.indexOf(secret.kind) * 7;
		turns.set(secret.kind, turn + 1);
		const place = places[turn % places.length] as Place | RunPlace;
		if (place === "startedBy" || place === "group") freeIn(runs, place)[place] = secret;
		else freeIn(containers, place)[place] = secret;
	}
	const count = Math.max(runs.length, Math.ceil(containers.length / CONTAINERS));
	return Array.from({ length: count }, (_, i) => ({
		name: `planted-${i}`,
		run: runs[i] ?? {},
		containers: containers.slice(i * CONTAINERS, (i + 1) * CONTAINERS),
	}));
}

/** The first in which the place is free; a new one if there is none. */
function freeIn<Of extends object>(all: Of[], place: keyof Of): Of {
	const found = all.find((one) => one[place] === undefined) ?? ({} as Of);
	if (!all.includes(found)) all.push(found);
	return found;
}

function placesFor(secret: Secret): readonly (Place | RunPlace)[] {
	if (isKnownAnywhere(secret)) return ANY;
	return secret.kind === "password by its name" ? NAMED : COMMANDS;
}

/** Every secret of a workload, with where it is. */
export function secretsIn({ name, run, containers }: Planted): readonly (readonly [string, Secret])[] {
	return [run, ...containers].flatMap((places) =>
		Object.entries(places).map(([place, secret]) => [`${name} ${place}`, secret as Secret] as const),
	);
}

const asWords = (secret: Secret | undefined): readonly string[] => {
	if (secret === undefined) return ["serve"];
	if (secret.kind === "--password x") return ["app", "--password", secret.text, "--verbose"];
	if (secret.kind === "-p x") return ["app", "-p", secret.text];
	return ["app", secret.text];
};
const shell = (secret: Secret | undefined) => ["CMD-SHELL", asWords(secret).join(" ")];
const text = (secret: Secret | undefined, otherwise: string) => secret?.text ?? otherwise;

/** The body of RegisterTaskDefinition, with what policies find something in besides. */
export function definitionOf({ name, containers }: Planted, privileged = true): Record<string, unknown> {
	return {
		family: name,
		networkMode: "awsvpc",
		requiresCompatibilities: ["EC2"],
		cpu: "256",
		memory: "512",
		containerDefinitions: containers.map((places, i) => containerOf(places, i, privileged)),
		tags: tagsOf(containers),
	};
}

function containerOf(places: Container, i: number, privileged: boolean): Record<string, unknown> {
	return {
		name: text(places.containerName, `app-${i}`),
		image: places.image === undefined ? "registry.example.com/app:latest" : loginOf(places.image),
		essential: true,
		privileged,
		memory: 64,
		command: asWords(places.command),
		entryPoint: asWords(places.entryPoint),
		environment: [{ name: "DB_PASSWORD", value: text(places.environment, "none") }],
		secrets: [{ name: "API", valueFrom: text(places.secrets, "arn:aws:ssm:us-east-1:123456789012:parameter/x") }],
		dockerLabels: { "db.password": text(places.dockerLabels, "none") },
		healthCheck: { command: shell(places.healthCheck) },
		systemControls: [{ namespace: "net.core.somaxconn", value: text(places.systemControls, "128") }],
		logConfiguration: {
			logDriver: "splunk",
			options: { "splunk-url": "https://splunk.example.com", "splunk-token": text(places.logOptions, "none") },
			secretOptions: [{ name: "splunk-token", valueFrom: text(places.secretOptions, "none") }],
		},
		firelensConfiguration: { type: "fluentbit", options: { http_passwd: text(places.firelens, "none") } },
	};
}

function tagsOf(containers: readonly Container[]): readonly Record<string, string>[] {
	return containers.map(({ tags }, i) => ({ key: `DbPassword-${i}`, value: text(tags, "none") }));
}

/** Registries take a login before their name. */
function loginOf(secret: Secret): string {
	return secret.kind === "basic auth in a URL" ? secret.text.replace("https://", "") : secret.text;
}

/** The body of RunTask. */
export function runOf({ name, run, containers }: Planted, taskDefinition = `${name}:1`): Record<string, unknown> {
	return {
		taskDefinition,
		cluster: "default",
		launchType: "EC2",
		startedBy: text(run.startedBy, "ci"),
		group: text(run.group, "family:x"),
		overrides: {
			containerOverrides: containers.map((places, i) => ({
				name: text(places.containerName, `app-${i}`),
				environment: [{ name: "DB_PASSWORD", value: text(places.overrideEnvironment, "none") }],
				command: asWords(places.overrideCommand),
			})),
		},
		tags: tagsOf(containers),
	};
}

/** A definition as CloudFormation spells it: members, not the keys of maps. */
export function asTemplate(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asTemplate);
	if (typeof value !== "object" || value === null) return value;
	const isMap = (key: string) => key === "dockerLabels" || key === "options";
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [key.charAt(0).toUpperCase() + key.slice(1), isMap(key) ? member : asTemplate(member)]),
	);
}
