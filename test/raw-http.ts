/** HTTP written by hand, for what no client would send. */
import { connect } from "node:net";

/** Sends the text to the server of this URL as it is; everything that comes back until the connection ends or `ms` have passed. */
export function sendRaw(url: string, raw: string | Buffer, ms = 5_000): Promise<string> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname);
		let said = "";
		const done = () => {
			socket.destroy();
			resolve(said);
		};
		socket.setTimeout(ms, done);
		socket.on("data", (chunk: Buffer) => {
			said += chunk.toString("latin1");
		});
		socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? done() : reject(error)));
		socket.on("close", done);
		socket.write(raw);
	});
}

interface Spoilt {
	readonly first?: string;
	/** Instead of the usual ones, by name; undefined leaves one out. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
	/** Added as they are, each a whole line. */
	readonly lines?: readonly string[];
	readonly body?: string | Buffer;
}

/** A call of ECS, right in everything but what is said. */
export function rawCall({ first = "POST / HTTP/1.1", headers = {}, lines = [], body = "{}" }: Spoilt): Buffer {
	const bytes = Buffer.from(body as string);
	const usual = {
		Host: "localhost",
		"Content-Type": "application/x-amz-json-1.1",
		"X-Amz-Target": "AmazonEC2ContainerServiceV20141113.RunTask",
		"Content-Length": String(bytes.length),
		Connection: "close",
	};
	const all = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
	return Buffer.concat([Buffer.from([first, ...all, ...lines, "", ""].join("\r\n"), "latin1"), bytes]);
}
