/** Traces and the decision log of a gate as its users run it, with real receivers: OTLP http/json, and what OPA's decision log service is. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { AWS_ENV, awsCli } from "../aws-cli.ts";
import { callEvent } from "../cloudtrail.ts";
import { type EcsWorkload, privileged, registered, started } from "../ecs-workload.ts";
import { eventually, freshGate, type GateProcess } from "../gate-process.ts";
import { type ListeningService, startListening } from "../listening-service.ts";

interface Span {
	readonly name: string;
	readonly traceId: string;
	readonly spanId: string;
	readonly parentSpanId?: string;
	readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
	readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}
interface Exported {
	readonly resourceSpans: readonly {
		readonly resource: { readonly attributes: Span["attributes"] };
		readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
	}[];
}

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
let receiver: ListeningService;
let status = 200;
let gate: GateProcess;
let ecs: EcsWorkload;

beforeAll(async () => {
	receiver = await startListening(() => ({ status }));
	const aws = awsCli(inject("awsCli"), inject("motoUrl"));
	ecs = await started(aws, "telemetry-test");
	gate = await freshGate({
		...{ ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), TASKGATE_ENFORCE: "on", OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
		...{ OTEL_BSP_SCHEDULE_DELAY: "200", OTEL_SERVICE_NAME: "gate-of-tests" },
		...{ TASKGATE_DECISION_LOG: `${receiver.url}/logs/ecs`, TASKGATE_DECISION_LOG_TOKEN: "bearer-of-tests" },
	});
	const definition = await registered(aws, privileged("traced-web"));
	await gate.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }));
	await eventually(async () => (await ecs.definition(definition.arn)).status === "INACTIVE");
});
afterAll(async () => {
	if (gate?.process.exitCode === null) await gate.stop();
	await receiver?.close();
});

const exported = () => receiver.heard.filter(({ path }) => path === "/v1/traces").map(({ text }) => JSON.parse(text) as Exported);
const spans = () =>
	exported().flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)));
const attribute = ({ attributes }: Pick<Span, "attributes">, key: string) => attributes.find((one) => one.key === key)?.value.stringValue;
const logged = () =>
	receiver.heard.filter(({ path }) => path === "/logs/ecs").flatMap(({ text }) => JSON.parse(text) as Record<string, unknown>[]);

describe("traces", () => {
	test("one admission is read, resolved with its look-ups, evaluated, decided and recorded; what is done is linked to it", async () => {
		const act = await eventually(async () =>
			spans().find((span) => attribute(span, "taskgate.action.type") === "DeregisterTaskDefinition"),
		);
		const uid = attribute(act, "taskgate.decision.uid");
		const admit = spans().find((span) => span.name === "admit" && attribute(span, "taskgate.decision.uid") === uid) as Span;
		expect(attribute(admit, "taskgate.verdict")).toBe("denied");
		expect(act.links).toMatchObject([{ traceId: admit.traceId, spanId: admit.spanId }]);
		const inTrace = spans().filter(({ traceId }) => traceId === admit.traceId);
		const childrenOf = (parent: Span) => inTrace.filter(({ parentSpanId }) => parentSpanId === parent.spanId).map(({ name }) => name);
		expect(childrenOf(admit).filter((name) => !name.includes("."))).toEqual(["resolve", "evaluate", "decide", "record"]);
		const event = inTrace.find(({ name }) => name === "event") as Span;
		expect(childrenOf(event)).toEqual(["read", "admit"]);
		expect(childrenOf(inTrace.find(({ name }) => name === "resolve") as Span)).toContain("ECS.DescribeTaskDefinition");
		const [first] = exported();
		expect(attribute(first?.resourceSpans[0]?.resource as Pick<Span, "attributes">, "service.name")).toBe("gate-of-tests");
	});

	test("a caller's trace goes on", async () => {
		const request = {
			uid: "1",
			kind: "TaskDefinition",
			operation: "CREATE",
			userInfo: { arn: "arn:aws:iam::123456789012:role/ci" },
			object: privileged("asked-web"),
		};
		const review = { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request };
		const posted = await gate.post("/v1/admission", review, { traceparent: `00-${TRACE}-${PARENT}-01` });
		expect(posted.status).toBe(200);
		const answer = await eventually(async () => spans().find(({ name, traceId }) => name === "answer" && traceId === TRACE));
		expect(answer.parentSpanId).toBe(PARENT);
	});
});

describe("the decision log", () => {
	test("is what OPA sends: gzip, a JSON array, a bearer token, and the documented members", async () => {
		const event = await eventually(async () => logged().find((one) => JSON.stringify(one).includes("traced-web")));
		const [upload] = receiver.heard.filter(({ path }) => path === "/logs/ecs");
		expect(upload?.headers).toMatchObject({
			...{ "content-type": "application/json", "content-encoding": "gzip", authorization: "Bearer bearer-of-tests" },
		});
		expect(upload?.bytes.subarray(0, 2)).toEqual(gzipSync("").subarray(0, 2));
		const documented = ["labels", "decision_id", "trace_id", "span_id", "bundles", "path", "query", "input", "result", "mapped_result"];
		const more = ["nd_builtin_cache", "erased", "masked", "error", "requested_by", "timestamp", "metrics", "req_id"];
		expect(Object.keys(event).filter((member) => ![...documented, ...more].includes(member))).toEqual([]);
		expect(event).toMatchObject({
			labels: { app: "taskgate", id: expect.stringMatching(/^[\da-f-]{36}$/), version: expect.any(String) },
			decision_id: expect.stringMatching(/^[\da-f]{32}$/),
			trace_id: expect.stringMatching(/^[\da-f]{32}$/),
			bundles: { taskgate: { revision: expect.any(String) } },
			path: "taskgate/admission",
			input: { request: { kind: "TaskDefinition", name: "traced-web", object: { family: "traced-web" } } },
			result: { verdict: "denied" },
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			metrics: { timer_server_handler_ns: expect.any(Number) },
		});
	});

	test("what the service does not take waits, and what waits is sent before the process ends", async () => {
		status = 503;
		const request = {
			uid: "2",
			kind: "TaskDefinition",
			operation: "CREATE",
			userInfo: { arn: "arn:aws:iam::123456789012:role/ci" },
			object: privileged("late-web"),
		};
		await gate.post("/v1/admission", { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request });
		await eventually(async () => /the decision log's service takes no events/.test(gate.output()));
		const metrics = await (await fetch(`${gate.url}/metrics`)).text();
		expect(metrics).toMatch(/^taskgate_decision_log_failures_total [1-9]/m);
		expect(gate.output()).not.toContain("bearer-of-tests");
		status = 200;
		const before = receiver.heard.length;
		expect(await gate.stop()).toBe(0);
		const sent = receiver.heard.slice(before).filter(({ path }) => path === "/logs/ecs");
		expect(sent.map(({ text }) => text).join("")).toContain("late-web");
	});
});
