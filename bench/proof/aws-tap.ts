/** Stands between the gate and moto: notes every call, and lets a call be late or meet a fault on its way. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

export interface TappedCall {
	/** Such as `StopTask`; of EventBridge `PutEvents`, of STS `GetCallerIdentity`. */
	readonly operation: string;
	/** What an acting call is about: an ARN; else empty. */
	readonly target: string;
	/** Of DescribeTasks: the tasks that are asked about. */
	readonly tasks: readonly string[];
	/** Asked by somebody who is about to act: tags are for whoever judges. */
	readonly isReread: boolean;
	/** Which protocol answers are to be in. */
	readonly protocol: "json" | "query";
	/** How moto answered; 0 where the call never reached it, or nobody knows. */
	status: number;
}

/** What answers in moto's place, or spoils its answer: `forward` asks moto. */
export type Meddling = (call: TappedCall, response: ServerResponse, forward: () => Promise<Answer>) => Promise<void>;

export interface Answer {
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: Buffer;
}

export interface AwsTap {
	readonly url: string;
	readonly calls: readonly TappedCall[];
	/** Calls that have come and are not answered. */
	readonly open: readonly TappedCall[];
	/** Resolves once whatever was on its way to AWS has arrived there, whoever waits for an answer still. */
	arrived(): Promise<void>;
	/** From now on; undefined: every call is passed on as it is. */
	meddle(meddling: Meddling | undefined): void;
	close(): Promise<void>;
}

export async function startTap(motoUrl: string): Promise<AwsTap> {
	const calls: TappedCall[] = [];
	const open = new Set<TappedCall>();
	let meddling: Meddling | undefined;
	let onTheWay = 0;
	const server = createServer(async (asked, response) => {
		const body = await buffer(asked).catch(() => undefined);
		if (body === undefined) return;
		const call = callOf(asked, body);
		calls.push(call);
		open.add(call);
		response.once("close", () => open.delete(call));
		const forward = () => forwarded(motoUrl, asked, body, call);
		onTheWay += 1;
		try {
			if (meddling !== undefined) await meddling(call, response, forward);
			else answer(response, await forward());
		} catch {
			response.destroy();
		} finally {
			onTheWay -= 1;
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		get open() {
			return [...open];
		},
		async arrived() {
			while (onTheWay > 0) await pause(10);
		},
		meddle: (next) => {
			meddling = next;
		},
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

export function answer(response: ServerResponse, { status, headers, body }: Answer): void {
	response.writeHead(status, headers).end(body);
}

function callOf(asked: IncomingMessage, body: Buffer): TappedCall {
	const text = body.toString();
	const named = asked.headers["x-amz-target"];
	const query = /Action=(\w+)/.exec(text)?.[1];
	const operation = typeof named === "string" ? (named.split(".").at(-1) ?? "") : (query ?? "");
	if (named === undefined) return { operation, target: "", tasks: [], isReread: false, protocol: "query", status: 0 };
	const { task, taskDefinition, tasks = [], include } = JSON.parse(text) as Asked;
	return { operation, target: task ?? taskDefinition ?? "", tasks, isReread: include === undefined, protocol: "json", status: 0 };
}

interface Asked {
	readonly task?: string;
	readonly taskDefinition?: string;
	readonly tasks?: readonly string[];
	readonly include?: readonly string[];
}

function forwarded(motoUrl: string, asked: IncomingMessage, body: Buffer, call: TappedCall): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const { connection: _, ...headers } = asked.headers;
		const sent = request(`${motoUrl}${asked.url}`, { method: asked.method ?? "POST", headers, agent: false }, async (got) => {
			call.status = got.statusCode ?? 0;
			const { "x-amzn-requestid": id = "", "content-type": type = "" } = got.headers;
			const kept = { "content-type": type, ...(id === "" ? {} : { "x-amzn-requestid": String(id) }) };
			buffer(got).then((bytes) => resolve({ status: call.status, headers: kept, body: bytes }), reject);
		});
		sent.on("error", reject).end(body);
	});
}
