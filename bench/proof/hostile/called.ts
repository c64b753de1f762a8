/** Calls of ECS through the proxy, from its head to what would go upstream. What reaches ECS was allowed. */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { UnresolvedRequest } from "../../../src/admission/request.ts";
import { apiProxy } from "../../../src/enforcement-points/api-proxy.ts";
import { bodyOf, operationOf } from "../../../src/proxy/ecs-call.ts";
import { type Mode, relay } from "../../../src/proxy/relay.ts";
import type { Upstream } from "../../../src/proxy/upstream.ts";
import type { Chance } from "../../simulation/chance.ts";
import { fateOfReading, judged } from "./answered.ts";
import { complying, violating } from "./definitions.ts";
import type { Fate, Input } from "./fate.ts";
import { anyChange, keepingViolation } from "./mutations.ts";
import { odd, written } from "./odd-text.ts";
import { oddKey, oddText } from "./odd-values.ts";
import type { Victim } from "./victim.ts";

const CALLER = { arn: "arn:aws:sts::111122223333:assumed-role/ci/run-1", account: "111122223333", region: "eu-central-1" };
const MODE: Mode = {
	rewrites: true,
	identify: async () => CALLER,
	outgoing: async ({ headers }) => ({ url: new URL("http://ecs.invalid/"), headers }),
};
const RUN_TASK = {
	cluster: "prod",
	taskDefinition: "web:1",
	launchType: "EC2",
	overrides: { containerOverrides: [{ name: "app", command: ["x"] }] },
};

interface Call {
	readonly method: string;
	readonly path: string;
	readonly headers: readonly (readonly [string, string])[];
	readonly body: Buffer;
}

export function call(victim: Victim, chance: Chance): Input {
	const { is, operation, text } = asked(chance);
	const head = headOf(operation, chance);
	const isTorn = chance.is(0.01);
	const body = isTorn ? torn(Buffer.from(text), chance) : Buffer.from(text);
	const isSpoilt = head.isOther || (is === "complying" && (head.spoilt || isTorn));
	const called = { ...head, body };
	const read = () => judged(async () => fateOfReading(reading(called)));
	// What it refers to is what violates, and that is for whoever looks it up.
	const readable = operation === "RegisterTaskDefinition" ? { read } : {};
	return { is: isSpoilt ? "anything" : is, size: body.length, run: () => passing(victim, called), ...readable };
}

function asked(chance: Chance): { readonly is: Input["is"]; readonly operation: string; readonly text: string } {
	if (chance.is(0.05)) return { is: "complying", operation: "RegisterTaskDefinition", text: written(odd(complying(chance)), chance) };
	if (chance.is(0.06))
		return {
			is: "violating",
			operation: "RunTask",
			text: written(keepingViolation(odd(RUN_TASK), chance, { twice: true, stays: ([first]) => first === "taskDefinition" }), chance),
		};
	const definition = odd(violating(chance));
	if (chance.is(0.1)) return { is: "anything", operation: "RegisterTaskDefinition", text: written(anyChange(definition, chance), chance) };
	return {
		is: "violating",
		operation: "RegisterTaskDefinition",
		text: written(keepingViolation(definition, chance, { twice: true }), chance),
	};
}

const LINES: readonly (readonly [string, string])[] = [
	...([
		["Content-Encoding", "gzip"],
		["Transfer-Encoding", "chunked"],
		["TE", "trailers"],
		["Trailer", "X-Amz-Target"],
		["Upgrade", "h2c"],
		["Connection", "X-Amz-Target"],
	] as const),
	...([
		["x-amz-target", "AmazonEC2ContainerServiceV20141113.ListTasks"],
		["X-AMZ-TARGET", "x"],
		["Content-Type", "application/cbor"],
		["content-length", "0"],
		["Host", "evil.example"],
	] as const),
	...([
		["X-HTTP-Method-Override", "GET"],
		["X-Forwarded-Host", "evil.example"],
		["X-Original-URL", "/"],
		["Expect", "100-continue"],
		["Proxy-Connection", "close"],
	] as const),
];
const PATHS = [
	"//",
	"/%2f",
	"/?Action=RunTask",
	"/.",
	"/%2e%2e/",
	"http://ecs.us-east-1.amazonaws.com/",
	"*",
	"/\\",
	"/;x",
	"/#x",
	"/service/x/operation/RunTask",
];
const OPERATIONS = [
	"ListTasks",
	"RunTask ",
	"runtask",
	"RunTask\t",
	"RunTask,ListTasks",
	"../RunTask",
	"RunTask%00",
	"",
	"__proto__",
	"constructor",
	"toString",
];

/** Sound, or with something in it that the next reader could take otherwise. */
function headOf(operation: string, chance: Chance): Omit<Call, "body"> & { readonly spoilt: boolean; readonly isOther: boolean } {
	const isSpoilt = chance.is(0.3);
	const spelled = chance.is(0.2) ? chance.pick([operation.toLowerCase(), operation.toUpperCase()]) : operation;
	const sound = [
		["Host", "localhost"],
		["Content-Type", "application/x-amz-json-1.1"],
		["X-Amz-Target", `AmazonEC2ContainerServiceV20141113.${spelled}`],
	] as const;
	if (!isSpoilt) return { method: "POST", path: "/", headers: sound, spoilt: false, isOther: false };
	const kind = chance.whole(0, 3);
	if (kind === 0)
		return { method: chance.pick(["GET", "PUT", "post", "POST ", "CONNECT"]), path: "/", headers: sound, spoilt: true, isOther: false };
	if (kind === 1) return { method: "POST", path: chance.pick(PATHS), headers: sound, spoilt: true, isOther: false };
	const line = chance.is(0.2) ? ([oddKey(chance), oddText(chance)] as const) : chance.pick(LINES);
	if (kind === 2) return { method: "POST", path: "/", headers: [...sound, line], spoilt: true, isOther: false };
	// Not an operation that may pass unjudged: those are not guarded, and rightly go on.
	const target = chance.pick(OPERATIONS.slice(1));
	return {
		method: "POST",
		path: "/",
		headers: [sound[0], sound[1], ["X-Amz-Target", `${chance.pick(["AmazonEC2ContainerServiceV20141113.", "x.", ""])}${target}`]],
		spoilt: true,
		isOther: true,
	};
}

function torn(bytes: Buffer, chance: Chance): Buffer {
	const at = chance.whole(0, bytes.length - 1);
	return Buffer.concat([bytes.subarray(0, at), Buffer.from([chance.whole(128, 255)]), bytes.subarray(at)]);
}

/** As relay.ts does it, up to the point. */
function reading({ method, path, headers, body: bytes }: Call): readonly UnresolvedRequest[] {
	const operation = operationOf({ method, path, headers });
	const body = bodyOf({ operation, headers, bytes });
	return apiProxy.read({ ecsCall: { operation, body, caller: { arn: CALLER.arn }, region: CALLER.region, account: CALLER.account } });
}

async function passing(victim: Victim, { method, path, headers, body }: Call): Promise<Fate> {
	let sent: Buffer | undefined;
	const upstream: Upstream = {
		send: async (_outgoing, bytes) => {
			sent = bytes;
			return answered();
		},
		close: () => {},
	};
	const request = new IncomingMessage(new Socket());
	Object.assign(request, { method, url: path, rawHeaders: headers.flat(), complete: true });
	request.push(body);
	request.push(null);
	const response = new ServerResponse(request);
	const out = new PassThrough();
	response.assignSocket(out as unknown as Socket);
	const said = buffer(out);
	response.on("finish", () => out.end());
	await relay(victim.asking, upstream, MODE, request, response);
	const text = (await said).toString();
	if (sent !== undefined) return { end: "allowed", cause: "" };
	const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
	if (status >= 500) throw new Error(text);
	const { __type: type, message } = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) as { __type: string; message: string };
	if (type !== "AccessDeniedException") return { end: "refused", cause: message };
	return { end: message.startsWith("undecided") ? "undecided" : "denied", cause: message };
}

/** ECS's answer, to whatever it was asked. */
function answered(): IncomingMessage {
	const answer = new IncomingMessage(new Socket());
	Object.assign(answer, { statusCode: 200, rawHeaders: ["Content-Length", "2"] });
	answer.push("{}");
	answer.push(null);
	return answer;
}
