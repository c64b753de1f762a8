/** A server in front of moto: answers the operations that moto lacks, injects faults, and notes what was asked. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

type Body = Record<string, unknown>;
/** The answer to an operation; `__type` makes it an error. Undefined: pass it on to moto. */
type Answering = (body: Body) => Body | undefined;
/** Moto's answer to an operation, put right. */
type Amending = (answered: Body, body: Body) => Body;

interface StubCall {
	readonly operation: string;
	readonly body: Body;
	/** As AWS would tell CloudTrail too, with what was answered. */
	readonly requestId?: string;
	readonly answered?: Body;
}

export interface EcsStub {
	readonly url: string;
	/** Every call, in order: `DescribeTasks`, and what was sent. */
	readonly calls: StubCall[];
	/** From now on, until `reset`. */
	answer(operation: string, answering: Answering): void;
	/** From now on, until `reset`: what moto answered is answered otherwise. */
	amend(operation: string, amending: Amending): void;
	/** From now on, until `reset`, before everything else. */
	fail(failing: (operation: string, body: Body) => Body | undefined): void;
	count(operation: string): number;
	/** Forgets the answers and the calls. */
	reset(): void;
	close(): Promise<void>;
}

export async function startEcsStub(motoUrl: string): Promise<EcsStub> {
	const answers = new Map<string, Answering>();
	const amendments = new Map<string, Amending>();
	const calls: StubCall[] = [];
	let failing: (operation: string, body: Body) => Body | undefined = () => undefined;
	const server = createServer(async (request, response) => {
		const sent = await buffer(request);
		const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? /Action=(\w+)/.exec(sent.toString())?.[1] ?? "";
		const body = sent.toString().startsWith("{") ? (JSON.parse(sent.toString()) as Body) : {};
		const call: StubCall = { operation, body };
		calls.push(call);
		const answer = failing(operation, body) ?? answers.get(operation)?.(body);
		if (answer !== undefined) {
			const requestId = randomUUID();
			Object.assign(call, { requestId, answered: answer });
			response.writeHead("__type" in answer ? 400 : 200, {
				...{ "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
			});
			response.end(JSON.stringify(answer));
			return;
		}
		const { host: _, connection: __, "content-length": ___, "transfer-encoding": ____, ...headers } = request.headers;
		const passed = await fetch(`${motoUrl}${request.url}`, {
			method: request.method ?? "POST",
			headers: headers as Record<string, string>,
			body: new Uint8Array(sent),
		});
		const requestId = passed.headers.get("x-amzn-requestid") ?? "";
		const given = Buffer.from(await passed.arrayBuffer());
		const isJson = given.subarray(0, 1).toString() === "{";
		const amend = passed.ok && isJson ? amendments.get(operation) : undefined;
		const told = amend === undefined ? given : Buffer.from(JSON.stringify(amend(JSON.parse(given.toString()) as Body, body)));
		Object.assign(call, { requestId, ...(isJson ? { answered: JSON.parse(told.toString()) as Body } : {}) });
		response.writeHead(passed.status, { "content-type": passed.headers.get("content-type") ?? "", "x-amzn-requestid": requestId });
		response.end(told);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		answer: (operation, answering) => void answers.set(operation, answering),
		amend: (operation, amending) => void amendments.set(operation, amending),
		fail: (how) => {
			failing = how;
		},
		count: (operation) => calls.filter((call) => call.operation === operation).length,
		reset: () => {
			answers.clear();
			amendments.clear();
			failing = () => undefined;
			calls.length = 0;
		},
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
