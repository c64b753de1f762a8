/** `serve` with the environment of the service's own task definition, on the table of a gate that enforces: whom it lets in, and what it leaves alone. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import { BALANCER, CLAIMS, KEY_ID, published, signed, startKeys } from "../balancer.ts";
import { denied, stopTask } from "../contract/store/records.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";
import { privileged } from "../ecs-workload.ts";
import { eventually, type GateProcess, startGate } from "../gate-process.ts";
import { type HttpTap, startTap } from "../http-tap.ts";
import { containerEnvironment, template } from "../service-task.ts";
import { statements } from "../template.ts";

const KEY = "a-key-for-machines-alone";
const REGION = "eu-central-1";
const PRELOAD = fileURLToPath(new URL("../keys-elsewhere.ts", import.meta.url));

let table: TestTable;
let tap: HttpTap;
let keys: Awaited<ReturnType<typeof startKeys>>;
let keysAnswer = published;
let service: GateProcess;
let store: WholeStore;

const environment = (changes: Record<string, string> = {}) => ({
	...containerEnvironment({ TableName: table.name, Enforce: "on" }),
	// The image's own folder is /app; the port is the machine's to choose.
	...{ TASKGATE_CONSTRAINTS: fileURLToPath(new URL("../../policies/profiles/baseline.yaml", import.meta.url)), TASKGATE_PORT: "0" },
	...{ TASKGATE_KEY: KEY, ...table.env, AWS_ENDPOINT_URL: tap.url },
	...{ TEST_KEYS: keys.url, NODE_OPTIONS: `--import=${PRELOAD}` },
	...changes,
});

beforeAll(async () => {
	table = await openTestTable(inject("motoUrl"), { region: REGION });
	tap = await startTap(inject("motoUrl"));
	keys = await startKeys((path) => keysAnswer(path));
	store = openDynamoDbStore({ table: table.name, client: table.client });
	service = await startGate(environment());
});

afterAll(async () => {
	expect(await service.stop()).toBe(0);
	await store.close();
	await keys.close();
	await tap.close();
	await table.drop();
});

const open = (path: string, headers: Record<string, string> = {}) =>
	fetch(`${service.url}${path}`, { headers: { accept: "text/html", ...headers }, redirect: "manual" });
const asLoggedIn = (token: string) => ({ "x-amzn-oidc-data": token });

describe("people", () => {
	test("whoever the balancer vouches for sees the console, and that it is they", async () => {
		const page = await open("/", asLoggedIn(signed()));
		expect(page.status).toBe(200);
		const text = await page.text();
		expect(text).toContain(CLAIMS.email);
		expect(text).toContain(CLAIMS.sub);
		expect(text).toContain("Enforcing");
		for (const path of ["/decisions", "/findings", "/policies/workload/privileged", "/points", "/standards"])
			expect((await open(path, asLoggedIn(signed()))).status, path).toBe(200);
	});
	test.each<[what: string, token: () => string]>([
		["nobody", () => ""],
		["a login that is over", () => signed({ now: Date.now() - 130_000 })],
		["another balancer's login", () => signed({ header: { signer: BALANCER.arn.replace("taskgate", "other") } })],
		["alg none", () => signed({ header: { alg: "none" } })],
		["a changed login", () => signed().replace(/\.[^.]{8}/, ".AAAAAAAA")],
		["a key that is a path", () => signed({ header: { kid: `../${KEY_ID}` } })],
		["a key that nobody knows", () => signed({ header: { kid: KEY_ID.replace(/a$/, "b") } })],
	])("%s: 403, a page that says where to go", async (_, token) => {
		const answer = await open("/decisions", asLoggedIn(token()));
		expect(answer.status).toBe(403);
		expect(answer.headers.get("content-type")).toContain("text/html");
		expect(await answer.text()).toContain("open the console by the address of its load balancer");
	});
	test("there is no other door: no login form, and the cookie of one opens nothing", async () => {
		expect((await open("/login")).status).toBe(401);
		const posted = await fetch(`${service.url}/login`, { method: "POST", body: new URLSearchParams({ key: KEY }), redirect: "manual" });
		expect([posted.status, posted.headers.get("set-cookie")]).toEqual([401, null]);
		const locked = await startGate({ TASKGATE_KEY: KEY, TASKGATE_STORE: "sqlite::memory:" });
		onTestFinished(() => locked.kill());
		const login = await fetch(`${locked.url}/login`, { method: "POST", body: new URLSearchParams({ key: KEY }), redirect: "manual" });
		const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
		expect((await fetch(`${locked.url}/`, { headers: { cookie } })).status).toBe(200);
		expect((await open("/", { cookie })).status).toBe(403);
	});
	test("a login opens nothing of machines'", async () => {
		for (const path of ["/v1/decisions", "/v1/policies", "/metrics"])
			expect((await open(path, asLoggedIn(signed()))).status, path).toBe(401);
		expect((await service.post("/v1/admission", {}, asLoggedIn(signed()))).status).toBe(401);
	});
	test("while keys cannot be had nobody is let in, and a page says why", async () => {
		keysAnswer = () => ({ status: 500 });
		onTestFinished(() => {
			keysAnswer = published;
		});
		const answer = await open("/", asLoggedIn(signed({ header: { kid: KEY_ID.replace(/a$/, "c") } })));
		expect(answer.status).toBe(503);
		expect(answer.headers.get("content-type")).toContain("text/html");
		expect(await answer.text()).toContain("it cannot be verified who you are");
		expect((await open("/", { "x-taskgate-key": KEY })).status).toBe(200);
	});
	test("neither login nor claims stand in the log", () => {
		for (const said of [CLAIMS.email, CLAIMS.sub, "eyJ", KEY]) expect(service.output()).not.toContain(said);
	});
});

test("a form from elsewhere is refused, though the balancer's cookie came with it", async () => {
	const playing = await startGate(environment({ TASKGATE_PLAYGROUND: "on" }));
	onTestFinished(() => playing.kill());
	const send = (headers: Record<string, string>) =>
		fetch(`${playing.url}/playground`, {
			method: "POST",
			body: new URLSearchParams({ definition: "{", rego: "" }),
			headers: { ...asLoggedIn(signed()), ...headers },
		});
	for (const headers of [
		{},
		{ origin: "https://evil.example" },
		{ "sec-fetch-site": "cross-site" },
		{ "sec-fetch-site": "same-site", origin: playing.url },
	])
		expect((await send(headers)).status, JSON.stringify(headers)).toBe(403);
	expect((await send({ origin: playing.url })).status).toBe(200);
});

describe("the work of others", () => {
	const planned = async (uid: string) => (await store.decision(uid))?.actions.map(({ state, outcome }) => [state, outcome]);
	const plan = async (uid: string) => {
		const time = new Date().toISOString();
		await store.record(denied(uid, { time, decidedAt: time }), [stopTask({ effectKey: `StopTask/${uid}` })]);
	};

	test("what the gate has planned is left as it is, and would not be by a process that works", async () => {
		await plan("left-alone");
		await new Promise((resolve) => setTimeout(resolve, 4_000));
		expect(await planned("left-alone")).toEqual([["planned", undefined]]);
		const working = await startGate(environment({ TASKGATE_WORK: "on", TASKGATE_ENFORCE: "off", AWS_ENDPOINT_URL: inject("motoUrl") }));
		onTestFinished(() => working.kill());
		await eventually(async () => (await planned("left-alone"))?.[0]?.[0] === "withheld");
	});
	test("events and registrations are for others, and say so", async () => {
		for (const path of ["/v1/events", "/v1/runtime-alerts", "/v1/register"]) {
			const answer = await service.post(path, { family: "x" }, { "x-taskgate-key": KEY });
			expect(answer.status).toBe(404);
			expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("TASKGATE_WORK=off") });
		}
	});
	test("who asks is told the truth, and it is on record for all of them", async () => {
		const request = { uid: "1", kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: "arn:aws:iam::111122223333:role/ci" } };
		const review = {
			apiVersion: "admission.taskgate.dev/v1",
			kind: "AdmissionReview",
			request: { ...request, object: privileged("hosted") },
		};
		const answer = await service.post("/v1/admission", review, { "x-taskgate-key": KEY });
		expect(await answer.json()).toMatchObject({ response: { allowed: false } });
		const { decisions } = await store.decisions({ verdict: "denied" });
		expect(decisions.find(({ name }) => name === "hosted")).toMatchObject({ enforcementPoint: "webhook" });
	});
});

test("in the table it does what its role may, and nothing else", () => {
	const always = statements(template).filter(({ condition }) => condition === undefined);
	const granted = always.flatMap(({ actions }) => actions.filter((action) => action.startsWith("dynamodb:")));
	const WRITES: Record<string, string> = {
		Put: "PutItem",
		Update: "UpdateItem",
		Delete: "DeleteItem",
		ConditionCheck: "ConditionCheckItem",
	};
	const ofService = tap.exchanges.filter(({ sentHeaders }) => sentHeaders.some((text) => text.startsWith("DynamoDB_")));
	const done = ofService.flatMap(({ operation, sent }) => {
		const { TransactItems = [] } = JSON.parse(sent.toString()) as { TransactItems?: object[] };
		return operation === "TransactWriteItems" ? TransactItems.flatMap((one) => Object.keys(one).map((kind) => WRITES[kind])) : [operation];
	});
	expect(new Set(done.map((action) => `dynamodb:${action}`))).toEqual(new Set(granted));
});
