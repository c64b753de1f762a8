/** examples/notifications, by moto's matching and by the event that Notify sends: each pattern hears what it says, each path leads somewhere. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Means } from "../../src/ecs/actions/job.ts";
import { notify } from "../../src/ecs/actions/notify.ts";
import { judgeAtOnce } from "../../src/intake.ts";
import type { StoredAction } from "../../src/store/store.ts";
import { callEvent } from "../cloudtrail.ts";
import { ensurePythonEnvironment } from "../python-environment.ts";
import { ARN, NOW } from "../requests.ts";
import { type Given, testWorld } from "../worlds.ts";

interface Example {
	readonly Name: string;
	readonly EventPattern: object;
	readonly InputTransformer: { readonly InputPathsMap: Readonly<Record<string, string>>; readonly InputTemplate: string };
}

const FOLDER = fileURLToPath(new URL("../../examples/notifications/", import.meta.url));
const examples = readdirSync(FOLDER)
	.filter((file) => file.endsWith(".yaml"))
	.map((file) => parse(readFileSync(`${FOLDER}${file}`, "utf8")) as Example);
const patterns = Object.fromEntries(examples.map(({ Name, EventPattern }) => [Name, EventPattern]));
const { command } = await ensurePythonEnvironment();

/** The event as the bus delivers it, of a decision in such a world. */
async function told(given: Given): Promise<Record<string, unknown>> {
	const world = testWorld(given);
	const [account = "", region = ""] = ARN.split(":").slice(3, 5).reverse();
	const requestParameters = { family: "web", containerDefinitions: [] };
	const responseElements = { taskDefinition: { taskDefinitionArn: `${ARN}:task-definition/web:1`, ...requestParameters } };
	const call = { eventName: "RegisterTaskDefinition", eventTime: NOW, account, region, requestParameters, responseElements };
	const [decision] = await judgeAtOnce(world, callEvent(call) as never);
	if (decision === undefined) throw new Error("nothing was decided");
	const sent: PutEventsCommand[] = [];
	const send = async (put: PutEventsCommand) => {
		sent.push(put);
		return { FailedEntryCount: 0, Entries: [{ EventId: "1" }] };
	};
	const means = { eventBus: "default", aws: { eventBridge: async () => ({ send }) }, decision: async () => decision } as unknown as Means;
	await notify(means, { decisionUid: decision.uid } as StoredAction, new AbortController().signal);
	const [entry] = sent[0]?.input.Entries ?? [];
	return {
		...{
			version: "0",
			id: "1",
			source: entry?.Source,
			"detail-type": entry?.DetailType,
			account: decision.account,
			region: decision.region,
		},
		...{ time: decision.decidedAt, resources: entry?.Resources, detail: JSON.parse(entry?.Detail ?? "{}") },
	};
}

function matching(events: readonly unknown[]): readonly (readonly string[])[] {
	const script = fileURLToPath(new URL("rule-matches.py", import.meta.url));
	const { stdout, stderr } = spawnSync(command("python"), [script], { input: JSON.stringify({ patterns, events }), encoding: "utf8" });
	expect(stderr).toBe("");
	return JSON.parse(stdout);
}

const ALLOWED: Given = {};
const DENIED: Given = { violations: [{ msg: "it is bad", field: "/family" }] };
const undecided = (): Given => ({ lookUps: ["permanent"] });

test("each pattern hears what it says, and nothing else", async () => {
	const noise = { version: "0", source: "aws.ecs", "detail-type": "ECS Task State Change", detail: { verdict: "denied" } };
	const heard = matching([await told(DENIED), await told(undecided()), await told(ALLOWED), noise]);
	expect(heard.map((names) => [...names].sort())).toEqual([
		["taskgate-chat", "taskgate-email", "taskgate-slack"],
		["taskgate-chat", "taskgate-email", "taskgate-pagerduty"],
		["taskgate-email"],
		[],
	]);
});

/** As EventBridge reads a path: members and indexes. */
function at(event: unknown, path: string): unknown {
	const steps = path
		.replace(/^\$\.?/, "")
		.split(/[.[\]]+/)
		.filter(Boolean);
	return steps.reduce((value, step) => (value as Record<string, unknown> | undefined)?.[step], event);
}

test.each(examples.map((example) => [example.Name, example] as const))(
	"%s: its paths lead somewhere, and what it writes is JSON",
	async (_, example) => {
		const { InputPathsMap, InputTemplate } = example.InputTransformer;
		const events = [await told(DENIED), await told(undecided())];
		const named = new Set(Array.from(InputTemplate.matchAll(/<(\w+)>/g), ([, name]) => name));
		expect([...named].sort()).toEqual(Object.keys(InputPathsMap).sort());
		for (const [name, path] of Object.entries(InputPathsMap)) {
			const found = events.map((event) => at(event, path)).find((value) => value !== undefined);
			expect(["string", "number"], `${name}: ${path}`).toContain(typeof found);
		}
		const [event] = events;
		const written = InputTemplate.replaceAll(/<(\w+)>/g, (_match, name: string) => String(at(event, InputPathsMap[name] as string) ?? ""));
		const json: unknown = JSON.parse(written);
		expect(JSON.stringify(json)).toContain("web");
	},
);

test("a chat message is a custom notification by its schema", async () => {
	const example = examples.find(({ Name }) => Name === "taskgate-chat");
	const json = JSON.parse(example?.InputTransformer.InputTemplate ?? "{}");
	expect(json).toMatchObject({ version: "1.0", source: "custom", content: { textType: "client-markdown" } });
	expect(Object.keys(json.content)).toContain("description");
});
