/** AWS always answers with something; the SDK reads nothing at all as an answer in which everything is absent, and absent tasks look as if they were gone. */

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

interface Wire {
	readonly response: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string | undefined>> };
}

/** The client, for which an empty answer is an error. */
export function refusingEmpty<Client extends { readonly middlewareStack: unknown }>(client: Client): Client {
	(client.middlewareStack as Stack).add(
		(next: (args: unknown) => Promise<Wire>, { commandName = "" }: { readonly commandName?: string }) => async (args: unknown) => {
			const answered = await next(args);
			const { statusCode = 0, headers = {} } = answered.response;
			const operation = commandName.replace(/Command$/, "");
			const isEmpty = statusCode >= 200 && statusCode < 300 && headers["content-length"] === "0";
			if (isEmpty && !SILENT.includes(operation)) throw new EmptyAnswer(operation, statusCode);
			return answered;
		},
		{ step: "deserialize", priority: "low", name: "refusingEmpty" },
	);
	return client;
}
