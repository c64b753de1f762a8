/** A running gate, asked over HTTP to register. */
import { z } from "zod";
import type { Patch } from "../admission/operation.ts";
import type { JsonObject } from "../admission/request.ts";
import { known } from "../ecs/known.ts";
import type { Refusal } from "../enforcement-points/register-door.ts";
import type { Asked, Outcome } from "../register.ts";
import { OPERATION } from "../rego/patches.ts";
import { UsageError } from "./usage-error.ts";

const PATIENCE_MS = 120_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

const REFUSAL = z.looseObject({
	status: z.union([z.literal(403), z.literal(503)]),
	verdict: z.enum(["denied", "undecided"]),
	detail: z.string(),
	uid: z.string(),
	violations: z.array(z.looseObject({ policy: z.string(), action: z.string(), message: z.string(), severity: z.string() })),
	failures: z.array(z.looseObject({ reason: z.string() })),
});
/** A gate from before patches says nothing of them. */
const PATCH = z.looseObject({ policy: z.string(), constraint: z.string(), operations: z.array(OPERATION) });
const ADMITTED = z.object({ warnings: z.array(z.string()), patches: z.array(PATCH).default([]) });
const PROBLEM = z.looseObject({ detail: z.string() });

/** @throws {UsageError} for an address over which the key would travel in clear. */
function refuseClearText(url: string): void {
	const { protocol, hostname } = new URL(url);
	if (protocol === "https:" || LOOPBACK.test(hostname)) return;
	throw new UsageError(`${url} must be https: the key and the task definition would travel in clear (http is for this machine alone)`);
}

/** @throws {UsageError} for whatever else the gate answers than what was registered, or why not. */
export async function askGate(url: string, { body, account, region, dryRun, reuse }: Asked, key: string | undefined): Promise<Outcome> {
	refuseClearText(url);
	const asked = { account, region, dryRun: dryRun === true ? "true" : undefined, reuse: reuse === true ? "true" : undefined };
	const query = new URLSearchParams(known(asked));
	const address = new URL(`v1/register?${query}`, url.endsWith("/") ? url : `${url}/`);
	const response = await post(address, body, key);
	const answer: unknown = await response.json().catch(() => undefined);
	if (response.ok) {
		const outcome = response.headers.get("x-taskgate-outcome");
		if (outcome === "registered" || outcome === "reused")
			return { outcome, answer: answer as JsonObject, warnings: [], patches: patchedBy(response.headers) };
		return { outcome: "admitted", ...ADMITTED.parse(answer) };
	}
	const refusal = REFUSAL.safeParse(answer);
	if (refusal.success)
		return { outcome: "refused", uid: refusal.data.uid, refusal: { ...refusal.data, admitted: false } as unknown as Refusal };
	const { data } = PROBLEM.safeParse(answer);
	const hint = response.status === 401 ? ": set TASKGATE_KEY" : "";
	throw new UsageError(`the gate answered ${response.status}: ${data?.detail ?? "nothing that can be read"}${hint}`);
}

/** Beside ECS's own answer there is room for no more than the policies. */
function patchedBy(headers: Headers): readonly Patch[] {
	const named = headers.get("x-taskgate-patched");
	return named === null ? [] : named.split(", ").map((policy) => ({ policy: decodeURI(policy), constraint: "", operations: [] }));
}

async function post(address: URL, body: JsonObject, key: string | undefined): Promise<Response> {
	try {
		return await fetch(address, {
			method: "POST",
			headers: { "content-type": "application/json", ...(key === undefined ? {} : { "x-taskgate-key": key }) },
			body: JSON.stringify(body),
			// A redirection would take the key along.
			redirect: "error",
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
	} catch (error) {
		const { message, cause } = error as Error;
		const reason = cause instanceof Error ? cause.message : message;
		throw new UsageError(`the gate at ${address.origin} did not answer: ${reason}. If it was registered all the same, --reuse finds it`, {
			cause: error,
		});
	}
}
