/** HTTP as bytes: sound but for what one reader takes for one thing and the next for another. All of it violates, but for what says that it complies. */
import { gzipSync } from "node:zlib";
import { rawCall } from "../../../test/raw-http.ts";
import { signedHeaders } from "../../../test/signed-call.ts";
import type { Chance } from "../../simulation/chance.ts";
import { keepingViolation } from "./mutations.ts";
import { odd, written } from "./odd-text.ts";
import { oddKey, oddText } from "./odd-values.ts";

export interface Frame {
	readonly to: "proxy" | "gate";
	readonly bytes: Buffer;
	readonly complies: boolean;
}

const OPERATION = "RegisterTaskDefinition";
const definition = (privileged: boolean, family: string) => ({
	family,
	containerDefinitions: [{ name: "app", image: "nginx:1", memory: 512, privileged }],
});

/** Lines that come besides, after everything was signed. */
const SMUGGLED = [
	["Content-Length: 3"],
	["Content-Length : 3"],
	["Content-Length: +3"],
	["Transfer-Encoding: chunked"],
	["Transfer-Encoding : chunked"],
	["Transfer-Encoding:\tchunked"],
	["Transfer-Encoding: identity, chunked"],
	["Transfer-Encoding: x", "Transfer-Encoding: chunked"],
	["X-Folded: a", " X-Amz-Target: AmazonEC2ContainerServiceV20141113.ListTasks"],
	["X-Amz-Target: AmazonEC2ContainerServiceV20141113.ListTasks"],
	["x-amz-target : AmazonEC2ContainerServiceV20141113.ListTasks"],
	["Content-Encoding: gzip"],
	["Connection: x-amz-target"],
	["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
	["Expect: 100-continue"],
	["Host: evil.example"],
	["X-Null: a\0b"],
	["X-Bare: a\rX-Amz-Target: x"],
	["X-Line: a\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.ListTasks"],
	["no colon at all"],
	[": no name"],
	[`X-Long: ${"a".repeat(40_000)}`],
	Array.from({ length: 3_000 }, (_, n) => `X-${n}: a`),
	["Trailer: X-Amz-Target", "TE: trailers"],
] as const;
const TARGETS = [
	"//",
	"/%2f",
	"/%2e%2e/",
	"/?x",
	"http://localhost/",
	"http://evil.example/",
	"*",
	"localhost:80",
	"/ HTTP/1.1\r\nX: ",
	"/\\..",
	"/a b",
	"",
	"/#",
];
const GARBAGE = [
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"GET /\r\n\r\n",
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
	"\0".repeat(1_000),
	"POST / HTTP/9.9\r\n\r\n",
	"POST / HTTP/1.1\n\n",
	"\r\n".repeat(500),
	"{}",
];

/** To the proxy, signed with the right key. */
export async function callFrame(proxyUrl: string, chance: Chance): Promise<Frame> {
	if (chance.is(0.05)) return { to: "proxy", bytes: Buffer.from(chance.pick(GARBAGE), "latin1"), complies: false };
	const complies = chance.is(0.05);
	const sound = odd(definition(!complies, `f${chance.hex(8)}`));
	const body = written(complies ? sound : keepingViolation(sound, chance, { twice: true }), chance);
	const { host, "content-type": type, "x-amz-target": target, ...signed } = await signedHeaders(proxyUrl, OPERATION, body);
	const headers = { Host: host, "Content-Type": type, "X-Amz-Target": target, ...signed };
	if (complies) return { to: "proxy", bytes: rawCall({ headers, body }), complies };
	return { to: "proxy", bytes: spoilt(headers, body, chance), complies };
}

function spoilt(headers: Record<string, string | undefined>, body: string, chance: Chance): Buffer {
	const kind = chance.whole(0, 5);
	if (kind <= 1) return rawCall({ headers, body });
	if (kind === 2) return rawCall({ headers, body, lines: chance.pick(SMUGGLED) });
	if (kind === 3)
		return rawCall({ headers, body, first: `${chance.pick(["POST", "GET", "post", "PUT", "OPTIONS"])} ${chance.pick(TARGETS)} HTTP/1.1` });
	if (kind === 4) return chunked(headers, body, chance);
	// A second call behind a first that has no body.
	return Buffer.concat([
		rawCall({ headers: { ...headers, Connection: "keep-alive", "Content-Length": "0" }, body: "" }),
		rawCall({ headers, body }),
	]);
}

const CHUNKINGS: readonly ((body: string) => string)[] = [
	(body) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
	(body) => `${Buffer.byteLength(body).toString(16)};a="\r\n${body}\r\n0\r\n\r\n`,
	(body) => `0x${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
	(body) => `-1\r\n${body}\r\n0\r\n\r\n`,
	(body) => `ffffffffffffffffff\r\n${body}`,
	(body) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.ListTasks\r\n\r\n`,
	(body) => `1\n{\n0\n\n${body}`,
];

function chunked(headers: Record<string, string | undefined>, body: string, chance: Chance): Buffer {
	const head = rawCall({ headers: { ...headers, "Content-Length": undefined, "Transfer-Encoding": "chunked" }, body: "" });
	return Buffer.concat([head, Buffer.from(chance.pick(CHUNKINGS)(body))]);
}

const ENTRANCES = [
	"/v1/admission",
	"/v1/events",
	"/v1/runtime-alerts",
	"/v1/deployment-hook",
	"/v1/cloudformation-hook",
	"/v1/register?dryRun=true",
];
/** 20 MiB of one character, and of brackets. */
const BOMBS = [`"${"a".repeat(20 * 2 ** 20)}"`, "[".repeat(20 * 2 ** 20)].map((text) => gzipSync(text, { level: 9 }));

/** To the entrances of the gate. */
export function postFrame(chance: Chance): Frame {
	const headers: Record<string, string | undefined> = { Host: "localhost", "Content-Type": "application/json", "X-Amz-Target": undefined };
	const object = keepingViolation(odd(definition(true, `f${chance.hex(8)}`)), chance, { twice: true });
	const review = `{"apiVersion":"admission.taskgate.dev/v1","kind":"AdmissionReview","request":{"uid":"u","kind":"TaskDefinition","operation":"CREATE","userInfo":{"arn":"a"},"object":${written(object, chance)}}}`;
	const kind = chance.whole(0, 4);
	const path = kind === 0 ? "/v1/admission" : chance.pick(ENTRANCES);
	const first = `POST ${path} HTTP/1.1`;
	const frame = (bytes: Buffer): Frame => ({ to: "gate", bytes, complies: false });
	if (kind <= 1) return frame(rawCall({ first, headers, body: review }));
	if (kind === 2 && chance.is(0.2))
		return frame(
			rawCall({
				first,
				headers: { ...headers, "Content-Encoding": chance.pick(["gzip", "deflate", "br", "x"]) },
				body: chance.pick(BOMBS),
			}),
		);
	if (kind === 3)
		return frame(
			rawCall({
				first,
				headers: { ...headers, "Content-Type": `application/json; charset=${chance.pick(["utf-16le", "utf-7", "\xff", "x".repeat(999)])}` },
				body: review,
			}),
		);
	const line = `X-${oddKey(chance)}: ${oddText(chance)}`.slice(0, 3_000);
	return frame(rawCall({ first, headers, lines: chance.is(0.5) ? chance.pick(SMUGGLED) : [line], body: review }));
}
