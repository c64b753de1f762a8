/** A gateway in front of moto that counts ECS calls, and can hold one operation (so that a crash can be placed exactly) or refuse some. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface AwsGateway {
	readonly url: string;
	/** How often each ECS operation was forwarded. */
	readonly calls: ReadonlyMap<string, number>;
	/** AWS's id of the last answered call of each ECS operation. */
	readonly requestIds: ReadonlyMap<string, string>;
	/** From now on this operation gets no answer: `before` it reaches AWS, or `after` it took effect there. Resolves when one is held. */
	hold(operation: string, when: "before" | "after"): Promise<void>;
	/** From now on calls whose body contains `text` are answered with 503 and never reach AWS. */
	refuse(text: string): void;
	/** From now on what AWS answers to this operation, when it is no error, is changed on its way: for what moto leaves out. */
	amend(operation: string, change: (answer: Record<string, unknown>) => Record<string, unknown>): void;
	/** Held calls are dropped, and nothing is held or refused any more. */
	release(): void;
	close(): Promise<void>;
}

export async function startGateway(upstream: string): Promise<AwsGateway> {
	const calls = new Map<string, number>();
	const requestIds = new Map<string, string>();
	let refused: string | undefined;
	let held: { operation: string; when: "before" | "after"; reached: () => void } | undefined;

	const amendments = new Map<string, (answer: Record<string, unknown>) => Record<string, unknown>>();

	const server = createServer(async (req, res) => {
		const operation = String(req.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
		const body = await buffer(req);
		if (refused !== undefined && body.includes(refused)) return res.writeHead(503).end();
		const holding = held?.operation === operation ? held : undefined;
		if (holding?.when === "before") return holding.reached();
		calls.set(operation, (calls.get(operation) ?? 0) + 1);
		const forwarded = request(`${upstream}${req.url}`, { method: req.method ?? "POST", headers: req.headers }, (answer) => {
			requestIds.set(operation, String(answer.headers["x-amzn-requestid"] ?? ""));
			if (holding !== undefined) {
				answer.resume();
				return holding.reached();
			}
			const change = answer.statusCode === 200 ? amendments.get(operation) : undefined;
			const { "content-length": _, ...headers } = answer.headers;
			res.writeHead(answer.statusCode ?? 500, change === undefined ? answer.headers : headers);
			if (change === undefined) answer.pipe(res);
			else void buffer(answer).then((bytes) => res.end(JSON.stringify(change(JSON.parse(bytes.toString())))));
		});
		forwarded.on("error", () => res.destroy());
		forwarded.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		requestIds,
		hold: (operation, when) =>
			new Promise((reached) => {
				held = { operation, when, reached };
			}),
		refuse: (text) => {
			refused = text;
		},
		amend: (operation, change) => {
			amendments.set(operation, change);
		},
		release: () => {
			held = undefined;
			refused = undefined;
		},
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
