/** A folder of task definitions in CI: `taskgate check` beside conftest with the same policies, and beside checkov with its own. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, promisify } from "node:util";
import { variedDefinition } from "../../test/varied-definitions.ts";
import { figure, median, type Side } from "../figure.ts";
import { watchPeak } from "../peak.ts";
import { inTurns, type Rounds, type Subject } from "../rounds.ts";
import { TASKGATE } from "../servers.ts";
import type { Workplace } from "../workplace.ts";
import { goPeer, pythonPeer, versionOf } from "./programs.ts";
import { together } from "./together.ts";
import { written } from "./written.ts";

const POLICIES = fileURLToPath(new URL("../../policies", import.meta.url));
const MIB = 2 ** 20;

/** As `taskgate check` makes it of a file. */
const AS_REQUEST = `
request := {
	"uid": "1", "enforcementPoint": "manifest-check", "kind": "TaskDefinition", "operation": "CREATE", "action": "RegisterTaskDefinition",
	"partition": "aws", "name": input.family, "launchTypes": object.get(input, "requiresCompatibilities", []), "tags": {},
	"userInfo": {"arn": ""}, "object": input, "dryRun": false, "time": "", "context": {"source": "copy"}, "targets": {}
}

asked := {"now": "2026-11-20T12:00:00Z", "parameters": {}, "request": request}
`;

interface Run {
	readonly milliseconds: number;
	readonly peakBytes: number;
}

export async function files(workplace: Workplace, count: number, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const definitions = Array.from({ length: count }, (_, n) => variedDefinition(n));
	const plain = await written(
		join(workplace.folder, "plain"),
		named(definitions, (body) => body),
	);
	const templates = await written(join(workplace.folder, "templates"), named(definitions, asTemplate));
	const tell = (line: string) => process.stderr.write(`${line}\n`);
	const { ids, files: rego } = await together(POLICIES, "TaskDefinition", " with input as asked");
	const main = `package main\n\nimport data.bench\n\ndeny contains $"{id}: {one.msg}" if {\n\tsome id\n\tsome one in bench.found[id]\n\tnot one.outcome\n}\n`;
	const policies = await written(join(workplace.folder, "conftest"), {
		...rego,
		"bench.rego": rego["bench.rego"] + AS_REQUEST,
		"main.rego": main,
	});

	const taskgate = (folder: string): Subject & { peak(): number } =>
		running(workplace, "taskgate check", process.execPath, [TASKGATE, "check", "--profile", "restricted", "--format", "json", folder]);
	const conftest = await goPeer("conftest", tell);
	const args = ["test", "--policy", policies, "--output", "json", "--no-color", plain];
	await agreed(plain, conftest, args);
	await compare([taskgate(plain), running(workplace, `conftest ${versionOf("conftest")}`, conftest, args)], {
		what: `check of ${count} task definitions by ${ids.length} policies`,
		rounds,
		print,
	});
	const checkov = await pythonPeer("checkov", tell);
	const scan = [
		"-m",
		"checkov.main",
		"--directory",
		templates,
		"--framework",
		"cloudformation",
		"--output",
		"json",
		"--quiet",
		"--compact",
	];
	await compare([taskgate(templates), running(workplace, `checkov ${versionOf("checkov")}`, checkov, scan)], {
		what: `check of ${count} CloudFormation templates, each by its own policies`,
		rounds,
		print,
	});
}

interface Ours {
	readonly decisions: readonly { readonly source: string; readonly violations: readonly { readonly policy: string }[] }[];
}
type Theirs = readonly { readonly filename: string; readonly failures?: readonly { readonly msg: string }[] }[];

/** No measurement unless both find the same policies violated in every file. */
async function agreed(folder: string, conftest: string, args: readonly string[]): Promise<void> {
	const ours = await outputOf<Ours>(process.execPath, [TASKGATE, "check", "--profile", "restricted", "--format", "json", folder]);
	const theirs = await outputOf<Theirs>(conftest, args);
	const sorted = (found: readonly (readonly [file: string, policies: readonly string[]])[]) =>
		found.map(([file, policies]) => `${basename(file)}: ${[...new Set(policies)].sort().join(" ")}`).sort();
	const [one, other] = [
		sorted(ours.decisions.map(({ source, violations }) => [source, violations.map(({ policy }) => policy)])),
		sorted(theirs.map(({ filename, failures = [] }) => [filename, failures.map(({ msg }) => msg.split(": ")[0] ?? "")])),
	];
	if (!isDeepStrictEqual(one, other)) throw new Error(`Taskgate finds ${one[0]}, … and conftest ${other[0]}, …`);
}

/** What is denied ends with 1. */
async function outputOf<T>(program: string, args: readonly string[]): Promise<T> {
	const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 2 ** 30 }).catch((error: { code?: unknown; stdout: string }) => {
		if (error.code === 1 && error.stdout !== "") return error;
		throw error;
	});
	return JSON.parse(stdout) as T;
}

function named(definitions: readonly object[], content: (body: object) => object): Record<string, string> {
	return Object.fromEntries(definitions.map((body, n) => [`${String(n).padStart(4, "0")}.json`, JSON.stringify(content(body))]));
}

/** The properties of `AWS::ECS::TaskDefinition` are those of the API with a capital. */
function asTemplate(body: object): object {
	return {
		AWSTemplateFormatVersion: "2010-09-09",
		Resources: { Web: { Type: "AWS::ECS::TaskDefinition", Properties: capitalized(body) } },
	};
}

/** What is a map of names and values keeps them as they are. */
const MAPS = ["options", "dockerLabels", "driverOpts", "labels"];

function capitalized(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(capitalized);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [
			key.charAt(0).toUpperCase() + key.slice(1),
			MAPS.includes(key) ? member : capitalized(member),
		]),
	);
}

function running(workplace: Workplace, name: string, program: string, args: readonly string[]): Subject & { peak(): number } {
	const peaks: number[] = [];
	return {
		name,
		peak: () => median(peaks),
		async round() {
			const { milliseconds, peakBytes } = await timed(workplace, name, program, args);
			peaks.push(peakBytes);
			return milliseconds;
		},
	};
}

/** What is denied ends with 1; anything else than that or 0 is no measurement. */
async function timed(workplace: Workplace, name: string, program: string, args: readonly string[]): Promise<Run> {
	const started = performance.now();
	const child = workplace.spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
	let said = "";
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		said = (said + text).slice(-2000);
	});
	const peak = watchPeak(child, 20);
	const [code] = await once(child, "exit");
	const peakBytes = peak.stop();
	if (code !== 0 && code !== 1) throw new Error(`${name} ended with ${code}: ${said}`);
	return { milliseconds: performance.now() - started, peakBytes };
}

interface Comparison {
	readonly what: string;
	readonly rounds: Rounds;
	readonly print: (line: string) => void;
}

async function compare(subjects: readonly (Subject & { peak(): number })[], { what, rounds, print }: Comparison): Promise<void> {
	const [ours, theirs] = (await inTurns(subjects, rounds)) as readonly [Side, Side];
	print(figure(`${what}, to ${theirs.name}`, ours, theirs, "ms"));
	print(`${what}: most memory resident, ${subjects.map(({ name, peak }) => `${name} ${Math.round(peak() / MIB)} MiB`).join(", ")}`);
}
