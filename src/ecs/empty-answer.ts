/** AWS always answers with something; the SDK reads nothing at all as an answer in which everything is absent, and absent tasks look as if they were gone. */
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

/** Answered well and with an empty body. The SDK tries again, and whoever called may try later. */
class EmptyAnswer extends Error {
	override readonly name = "EmptyAnswer";
	readonly $retryable = {};
	readonly $metadata: { readonly httpStatusCode: number };

	constructor(operation: string, httpStatusCode: number) {
		super(`${operation} was answered with nothing`);
		this.$metadata = { httpStatusCode };
	}
}

/** Operations that have nothing to say. */
const SILENT = ["TagResource", "UntagResource"];

interface Stack {
	add(middleware: unknown, options: { readonly step: "deserialize"; readonly priority: "low"; readonly name: string }): void;
}

/** As node:http hands it on; the SDK takes a body in one piece as well. */
interface Wire {
	readonly response: { readonly statusCode?: number; body?: unknown };
}

/** The client, for which an empty answer is an error. Not for operations that answer with streams. */
export function refusingEmpty<Client extends { readonly middlewareStack: unknown }>(client: Client): Client {
	(client.middlewareStack as Stack).add(
		(next: (args: unknown) => Promise<Wire>, { commandName = "" }: { readonly commandName?: string }) =>
			async (args: unknown) => {
				const answered = await next(args);
				const { response } = answered;
				const { statusCode = 0 } = response;
				const operation = commandName.replace(/Command$/, "");
				if (statusCode < 200 || statusCode >= 300 || SILENT.includes(operation) || !(response.body instanceof Readable)) return answered;
				const body = await buffer(response.body);
				if (body.length === 0) throw new EmptyAnswer(operation, statusCode);
				response.body = body;
				return answered;
			},
		{ step: "deserialize", priority: "low", name: "refusingEmpty" },
	);
	return client;
}
