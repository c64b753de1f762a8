import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixture } from "../test/fixtures.ts";
import { constraint, NOW } from "../test/requests.ts";
import { type Given, testWorld } from "../test/worlds.ts";
import { type Answering, answerHook } from "./answer-hook.ts";

const violations = [{ msg: "container app is privileged", field: "/containerDefinitions/0/privileged" }];

let payload: unknown;
let status: number;
let server: Server;
beforeEach(async () => {
	status = 200;
	server = createServer((_req, res) => res.writeHead(status).end(JSON.stringify(payload)));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => server.close());

interface Hook {
	readonly requestData: { readonly payload?: unknown };
}

/** A fixture's event as CloudFormation sends it: with an address in the payload's place. */
function sent(name: string, over: object = {}): object {
	const event = { ...(fixture("cloudformation-hook", name) as Hook), ...over };
	payload = event.requestData.payload;
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?X-Amz-Signature=s3cr3t`;
	return payload === undefined ? event : { ...event, requestData: { ...event.requestData, payload: address } };
}

const stackOfTask = (image: string) =>
	`Resources: {Task: {Type: AWS::ECS::TaskDefinition, Properties: {Family: web, ContainerDefinitions: [{Name: app, Image: ${image}}]}}}`;

async function asked(event: object, given: Given = {}, more: Answering = {}) {
	const world = testWorld({ violations, ...given });
	const said = await answerHook(world, event, { allows: ({ hostname }) => hostname === "127.0.0.1", ...more });
	const { decisions } = await world.store.decisions({});
	return { said, decisions, alarms: world.alarms };
}

describe("a template behind a presigned address", () => {
	it("is fetched, judged resource by resource, and on record without its address", async () => {
		const { said, decisions } = await asked(sent("stack-create-json"));
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "NonCompliant" });
		expect(said.message).toMatch(/^workload\/privileged: OrdersTask: container app is privileged/);
		expect(decisions.map(({ kind }) => kind).sort()).toEqual(["Service", "TaskDefinition"].concat("Cluster").sort());
		expect(JSON.stringify([said, decisions])).not.toMatch(/s3cr3t|127\.0\.0\.1/);
	});

	it("that is somebody else's is not fetched: undecided, and on record", async () => {
		const event = sent("stack-create-json");
		const world = testWorld({ violations: [] });
		const said = await answerHook(world, event);
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure" });
		expect(said.message).toBe("undecided: the template could not be fetched: its address is none of Amazon S3's over https");
		expect((await world.store.decisions({})).decisions.map(({ verdict }) => verdict)).toContain("undecided");
		expect(JSON.stringify((await world.store.decisions({})).decisions)).not.toContain("s3cr3t");
	});

	it("may be there at the next invocation", async () => {
		const event = sent("stack-create-json");
		status = 503;
		const { said, decisions } = await asked(event);
		expect(said).toMatchObject({ hookStatus: "IN_PROGRESS", callbackDelaySeconds: 5, message: expect.stringContaining("S3 answered 503") });
		expect(decisions).toEqual([]);
		const last = await asked({ ...event, requestContext: { invocation: 3 } });
		expect(last.said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure" });
		expect(last.decisions.map(({ verdict }) => verdict)).toContain("undecided");
	});

	it("that cannot be fetched holds nothing up while enforcement is off", async () => {
		const event = sent("stack-create-json");
		status = 503;
		const { said } = await asked(event, { settings: { enforce: false } });
		expect(said.hookStatus).toBe("SUCCESS");
		expect(said.message).toMatch(/^let through, because enforcement is off \(TASKGATE_ENFORCE=off\); it would be refused: undecided: /);
	});
});

describe("what a template leaves open", () => {
	const image = [{ msg: "image is not pinned", field: "/containerDefinitions/0/image" }];

	/** A stack of this template alone. */
	const stack = (template: string) => {
		const event = sent("stack-create-json");
		payload = { template };
		return event;
	};
	const open = stackOfTask("!Ref Image");
	const defer = { settings: { deferUnknown: true } };

	it("is undecided, and refused by the failure policy", async () => {
		const { said } = await asked(stack(open), { violations: image });
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure", annotations: [{ status: "FAILED" }] });
		expect(said.message).toMatch(/^undecided: workload\/privileged: /);
	});

	it("is left to the RESOURCE hook where that is asked for, and never said to have passed", async () => {
		const { said, decisions } = await asked(stack(open), { violations: image, ...defer });
		expect(said).toMatchObject({ hookStatus: "SUCCESS", annotations: [{ status: "SKIPPED" }] });
		expect(said.message).toBe("admitted as far as it is known; not known yet: workload/privileged");
		expect(decisions).toMatchObject([{ verdict: "allowed", unknown: [{ policy: "workload/privileged" }] }]);
	});

	it("leaves what is certain refused", async () => {
		const { said } = await asked(stack(stackOfTask("nginx")), { violations: image, ...defer });
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "NonCompliant" });
	});

	it("may be everything: then nothing is judged, whatever the policies would say of nothing", async () => {
		const macro = `Transform: [Company]\n${stackOfTask("nginx")}`;
		const { said } = await asked(stack(macro), { violations: [] });
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure", annotations: [{ status: "FAILED" }] });
		expect(said.message).toMatch(/^undecided: the macro Company may change every resource/);
		const deferred = await asked(stack(macro), { violations: [], ...defer });
		expect(deferred.said).toMatchObject({ hookStatus: "SUCCESS" });
		expect(deferred.said.message).toMatch(/^let through, because it is asked again/);
		expect(deferred.said.annotations?.map(({ status }) => status)).not.toContain("PASSED");
	});

	it("is undecided all the same where a resource itself has it", async () => {
		const properties = { Family: "a", ContainerDefinitions: [{ Name: "a", Image: "{{resolve:ssm:/i}}" }] };
		const event = sent("resource-create-task-definition") as { requestData: object };
		const unresolved = { ...event, requestData: { ...event.requestData, targetModel: { resourceProperties: properties } } };
		const { said } = await asked(unresolved, { violations: image, ...defer });
		expect(said.hookStatus).toBe("FAILED");
	});
});

describe("whatever happens", () => {
	const event = () => sent("resource-update-service", { requestContext: { invocation: 3 } });

	it("is answered in time, though a look-up hangs", async () => {
		const world = testWorld({ violations });
		const hanging = { ...world, reader: { ...world.reader, service: () => new Promise<never>(() => {}) } };
		const said = await answerHook(hanging, event(), { mostMs: 50 });
		expect(said).toMatchObject({
			hookStatus: "FAILED",
			errorCode: "InternalFailure",
			message: "undecided: Taskgate failed; its log has the reason",
		});
		expect(world.alarms).toEqual(["a CloudFormation hook could not be answered"]);
	});

	it("is answered in time, though the store hangs as well", async () => {
		const world = testWorld({ violations });
		const never = () => new Promise<never>(() => {});
		const hanging = { ...world, store: { ...world.store, record: never, halted: never, made: never } };
		const started = performance.now();
		expect((await answerHook(hanging, event(), { mostMs: 50 })).hookStatus).toBe("FAILED");
		expect(performance.now() - started).toBeLessThan(3_000);
	});

	it.each([
		["enforcement is off", { settings: { enforce: false } }],
		["every constraint says Ignore", {}],
	] as const)("is let through where %s", async (name, given) => {
		const world = testWorld(given);
		const constraints = name.startsWith("every") ? [constraint({ failurePolicy: "Ignore" })] : world.constraints;
		const broken = { ...world, constraints, store: { ...world.store, record: () => Promise.reject(new Error("the disk is full")) } };
		const said = await answerHook(broken, event());
		expect(said).toMatchObject({
			hookStatus: "SUCCESS",
			message: expect.stringMatching(/^let through, because .*; it could not be judged: /),
		});
		expect(said.message).not.toContain("disk");
	});

	it("is let through while Taskgate is halted", async () => {
		const world = testWorld({ violations });
		await world.store.halt({ by: "ada", reason: "INC-204", since: NOW });
		const said = await answerHook(world, sent("resource-create-task-definition"));
		expect(said).toMatchObject({ hookStatus: "SUCCESS", annotations: [{ status: "FAILED" }] });
		expect(said.message).toMatch(/^let through, because halted by ada: INC-204; it would be refused: workload\/privileged: /);
	});
});

it("links a failed policy to its page, where somebody said where the pages are", async () => {
	const { said } = await asked(sent("resource-create-task-definition"), {
		policyPages: "https://docs.example.com/policies/",
	});
	expect(said.annotations).toMatchObject([{ remediationLink: "https://docs.example.com/policies/workload/privileged.md" }]);
});
