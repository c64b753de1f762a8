/** A client of the forward proxy that sends exactly what a test says. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";

export interface Connected {
	readonly status: number;
	/** What the proxy said, head and all. */
	readonly said: string;
	readonly socket: Socket;
}

/** Sends a CONNECT line, as it is. */
export async function connectThrough(proxyUrl: string, target: string): Promise<Connected> {
	return say(proxyUrl, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
}

/** Sends this to the proxy and reads the first thing that it answers. */
export async function say(proxyUrl: string, text: string): Promise<Connected> {
	const { hostname, port } = new URL(proxyUrl);
	const socket = connect(Number(port), hostname);
	socket.on("error", () => {});
	socket.write(text, "latin1");
	const [first] = (await Promise.race([once(socket, "data"), once(socket, "close").then(() => [Buffer.alloc(0)])])) as [Buffer];
	const said = first.toString();
	return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0), said, socket };
}

/** TLS over it. @throws when the other side, or its certificate, is not accepted. */
export async function tlsOver({ socket }: Connected, options: { servername: string; ca: readonly string[] }): Promise<TLSSocket> {
	const secure = connectTls({ socket, servername: options.servername, ca: [...options.ca] });
	await new Promise<void>((resolve, reject) => {
		secure.once("secureConnect", resolve);
		secure.once("error", reject);
		secure.once("close", () => reject(new Error("closed during the handshake")));
	});
	return secure;
}

/** Everything until the other side ends, or until `enough` says so. */
export async function readAll(socket: Socket, enough: (text: string) => boolean = () => false): Promise<string> {
	let text = "";
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		text += chunk.toString("latin1");
		if (enough(text)) break;
	}
	return text;
}
