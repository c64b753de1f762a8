/** One call through a proxy: who calls, may it be done, pass it on, and the answer back as it comes. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { answerOrLetThrough } from "../answer.ts";
import { apiProxy } from "../enforcement-points/api-proxy.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import { callNamed } from "../enforcement-points/wire/calls.ts";
import { traced } from "../tracing.ts";
import type { World } from "../world.ts";
import { bodyOf, type EcsCall, MAX_BODY_BYTES, operationOf } from "./ecs-call.ts";
import { endToEnd, headersOf } from "./headers.ts";
import { ProxyRefusal, sendRefusal } from "./refused.ts";
import type { Outgoing, Upstream } from "./upstream.ts";

/** Who calls, and where the call goes. */
export interface ProxyCaller {
	/** As STS would tell it. `issuerArn` is the role's own, where `arn` is a session's. */
	readonly arn: string;
	readonly issuerArn?: string;
	readonly account?: string;
	readonly region: string;
}

/** All in which one proxy differs from another. */
export interface Mode<Caller extends ProxyCaller = ProxyCaller> {
	/** @throws {ProxyRefusal} for whoever may not call, or cannot be told. */
	identify(call: EcsCall): Promise<Caller>;
	/** The call as it is made upstream. @throws {ProxyRefusal} */
	outgoing(call: EcsCall, caller: Caller): Promise<Outgoing>;
	/** Signs anew, so that another body than the caller's can be sent. */
	readonly rewrites: boolean;
	/** Listens in on the answer while it passes. */
	overhear?(call: EcsCall, caller: Caller, answered: IncomingMessage): void;
}

/** Answers one request, whatever becomes of it; never rejects. */
export async function relay<Caller extends ProxyCaller>(
	world: World,
	upstream: Upstream,
	mode: Mode<Caller>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { tracing } = world;
	const passing = () => traced(world, "proxy", {}, () => passOn(world, upstream, mode, request, response));
	return tracing === undefined ? passing() : tracing.within(request.headers, passing);
}

async function passOn<Caller extends ProxyCaller>(
	world: World,
	upstream: Upstream,
	mode: Mode<Caller>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const left = new AbortController();
	response.on("close", () => response.writableFinished || left.abort());
	try {
		const call = await readCall(request);
		const caller = await mode.identify(call);
		const admitted = await judge(world, call, caller, mode.rewrites);
		const answered = await upstream.send(await mode.outgoing(admitted, caller), admitted.bytes, left.signal);
		mode.overhear?.(admitted, caller, answered);
		await passBack(answered, response);
		world.metrics.proxied("passed");
	} catch (error) {
		if (response.headersSent || left.signal.aborted) {
			world.metrics.proxied("left");
			return void response.destroy();
		}
		const refusal = refusalFor(error);
		world.metrics.proxied(refusal.status >= 500 ? "failed" : "refused");
		if (refusal.status >= 500) world.log.alarm("a call was not passed on", { reason: refusal.message, cause: String(refusal.cause ?? "") });
		// What is left of a body that nobody reads must not be taken for the next request.
		if (!request.complete) response.shouldKeepAlive = false;
		sendRefusal(response, refusal);
	}
}

async function readCall(request: IncomingMessage): Promise<EcsCall> {
	const headers = headersOf(request.rawHeaders);
	const operation = operationOf({ method: request.method, path: request.url, headers });
	const chunks: Buffer[] = [];
	let length = 0;
	// Whoever sends too much is told so: the connection must outlive the reading.
	for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length > MAX_BODY_BYTES) throw new ProxyRefusal("the body is over 1 MiB", { status: 413, type: "SerializationException" });
		chunks.push(chunk);
	}
	return { operation, headers, bytes: Buffer.concat(chunks, length) };
}

/** The call as it may be made, with the body that policies have patched. What no entry of the table guards asks for nothing. @throws {ProxyRefusal} */
async function judge(world: World, call: EcsCall, { arn, issuerArn, account, region }: ProxyCaller, rewrites: boolean): Promise<EcsCall> {
	if (callNamed(call.operation) === undefined) return call;
	const caller = { arn, ...(issuerArn === undefined ? {} : { issuerArn }) };
	const event = {
		ecsCall: { operation: call.operation, body: bodyOf(call), caller, region, ...(account === undefined ? {} : { account }) },
	};
	const { mutates: _, ...unchanging } = apiProxy;
	const answer = await answerOrLetThrough(world, rewrites ? apiProxy : unchanging, event, undefined);
	if (answer === undefined) return call;
	if ("__type" in answer) throw new ProxyRefusal(answer.message, { status: 400, type: answer.__type });
	return { ...call, bytes: Buffer.from(JSON.stringify(answer.body)) };
}

/** Status, headers and body as they come, no faster than the client takes them. */
async function passBack(answered: IncomingMessage, response: ServerResponse): Promise<void> {
	response.sendDate = false;
	response.writeHead(answered.statusCode ?? 502, answered.statusMessage ?? "", endToEnd(headersOf(answered.rawHeaders)).flat());
	await pipeline(answered, response);
}

function refusalFor(error: unknown): ProxyRefusal {
	if (error instanceof ProxyRefusal) return error;
	if (error instanceof UnreadableEvent)
		return new ProxyRefusal(`the call is refused: ${error.message}`, { status: 400, type: "SerializationException" });
	const message = "the call could not be judged; the log of Taskgate has the reason";
	return new ProxyRefusal(message, { status: 500, type: "ServerException", cause: error });
}
