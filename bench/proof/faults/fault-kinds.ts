/** What can happen to a call of AWS on its way, each as it looks from the gate's side. */
import type { ServerResponse } from "node:http";
import { type Answer, answer, type TappedCall } from "../aws-tap.ts";

type Fault = (call: TappedCall, response: ServerResponse, forward: () => Promise<Answer>) => Promise<void> | void;

const HTML = "<!DOCTYPE html><html><body><h1>Sorry, something went wrong</h1></body></html>";
const JSON_TYPE = "application/x-amz-json-1.1";

/** `lost`: the call never reached AWS. `done`: AWS did it, and the gate does not learn so. */
export const FAULTS = {
	"throttled (lost)": (call, response) => refuse(call, response, 400, "ThrottlingException", "Rate exceeded"),
	"500 (lost)": (call, response) => refuse(call, response, 500, "InternalFailure", "We have a problem."),
	"503 (lost)": (call, response) => refuse(call, response, 503, "ServiceUnavailable", "Try again later."),
	"reset (lost)": (_, response) => void response.socket?.resetAndDestroy(),
	"reset (done)": async (_, response, forward) => {
		await forward();
		response.socket?.resetAndDestroy();
	},
	/** Accepted and never answered: the gate's own patience ends it. */
	"hung (lost)": () => {},
	"truncated (done)": async (_, response, forward) => {
		const { status, headers, body } = await forward();
		response.writeHead(status, { ...headers, "content-length": String(body.length) });
		response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
	},
	/** As a proxy makes it that believes it was whole. */
	"cut short (done)": async (_, response, forward) => {
		const { status, headers, body } = await forward();
		answer(response, { status, headers, body: body.subarray(0, body.length >> 1) });
	},
	"empty with 200 (done)": async (_, response, forward) => {
		const { status, headers } = await forward();
		answer(response, { status, headers, body: Buffer.alloc(0) });
	},
	"HTML with 200 (lost)": (_, response) => html(response, 200),
	"HTML with 502 (lost)": (_, response) => html(response, 502),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

/** A permission that is missing: no fault that passes. */
export function forbid(call: TappedCall, response: ServerResponse): void {
	refuse(call, response, 400, "AccessDeniedException", "not authorized to perform this operation");
}

/** An error in the call's own protocol: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html */
function refuse({ protocol }: TappedCall, response: ServerResponse, status: number, code: string, message: string): void {
	if (protocol === "json") {
		const body = Buffer.from(JSON.stringify({ __type: code, message }));
		answer(response, { status, headers: { "content-type": JSON_TYPE, "x-amzn-errortype": code }, body });
		return;
	}
	const type = status < 500 ? "Sender" : "Receiver";
	const name = code.replace(/Exception$/, "");
	const body = Buffer.from(
		`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>${type}</Type><Code>${name}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
	);
	answer(response, { status, headers: { "content-type": "text/xml" }, body });
}

function html(response: ServerResponse, status: number): void {
	answer(response, { status, headers: { "content-type": "text/html" }, body: Buffer.from(HTML) });
}
