/** A function as Lambda runs it: its built folder alone, away from every node_modules, in a Node process of its own. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildLambda } from "../scripts/build-lambda.ts";
import type { Answer, Invocation } from "./integration/lambda/host.ts";

const HOST = fileURLToPath(new URL("./integration/lambda/host.ts", import.meta.url));

/** Builds every function anew, and answers the folder that holds theirs. */
export async function builtFunctions(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-lambda-"));
	await buildLambda(folder);
	return folder;
}

export interface LambdaFunction {
	/** As `timeoutMs` says it has that long. Rejects when the function throws or dies. */
	invoke<T>(event: unknown, timeoutMs?: number): Promise<T>;
	/** Everything it has logged so far. */
	output(): string;
	/** SIGKILL, and wait. */
	kill(): Promise<void>;
}

/** Starts the function in `folder`; the environment is what is given and PATH. */
export async function startFunction(folder: string, env: Record<string, string>): Promise<LambdaFunction> {
	const child = fork(HOST, [folder], {
		cwd: folder,
		env: { PATH: process.env.PATH ?? "", AWS_EC2_METADATA_DISABLED: "true", ...env },
		execArgv: ["--disable-warning=ExperimentalWarning"],
		stdio: ["ignore", "pipe", "pipe", "ipc"],
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
	}
	const exited = once(child, "exit");
	const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
	const ready = Promise.withResolvers<void>();
	child.on("message", (answer: Answer) => {
		if (answer.type === "ready") return ready.resolve();
		if (answer.type === "answer") waiting.get(answer.id)?.resolve(answer.answer as never);
		else waiting.get(answer.id)?.reject(new Error(answer.reason));
		waiting.delete(answer.id);
	});
	child.on("exit", (code, signal) => {
		const gone = new Error(`the function ended (${code ?? signal}):\n${said}`);
		ready.reject(gone);
		for (const { reject } of waiting.values()) reject(gone);
	});
	await ready.promise;

	let invocations = 0;
	return {
		invoke: (event, timeoutMs = 60_000) => {
			const { promise, resolve, reject } = Promise.withResolvers<never>();
			const invocation: Invocation = { id: ++invocations, event, timeoutMs };
			waiting.set(invocation.id, { resolve, reject });
			child.send(invocation);
			return promise;
		},
		output: () => said,
		kill: async () => {
			child.kill("SIGKILL");
			await exited;
		},
	};
}

export interface BatchAnswer {
	readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A batch as Lambda makes it of SQS messages: message id → body. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsBatch(bodies: Readonly<Record<string, unknown>>, receives = 1): { Records: object[] } {
	const Records = Object.entries(bodies).map(([messageId, body]) => ({
		messageId,
		receiptHandle: `handle-of-${messageId}`,
		body: typeof body === "string" ? body : JSON.stringify(body),
		attributes: {
			ApproximateReceiveCount: String(receives),
			SentTimestamp: "1763683200000",
			SenderId: "AIDAEXAMPLE",
			ApproximateFirstReceiveTimestamp: "1763683200100",
		},
		messageAttributes: {},
		md5OfBody: "00000000000000000000000000000000",
		eventSource: "aws:sqs",
		eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:taskgate-events",
		awsRegion: "us-east-1",
	}));
	return { Records };
}
