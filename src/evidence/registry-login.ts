/** How a registry lets its askers in: HTTP Basic, or a token from where its challenge points. */
import { z } from "zod";
import type { AllowedRegistries } from "./allowed-registries.ts";
import { NotKnown } from "./evidence.ts";
import { type guardedGet, isLoopback, nameOf } from "./guarded-get.ts";

export interface Challenge {
	readonly scheme: "bearer" | "basic";
	readonly realm?: string;
	readonly service?: string;
}

const PARAMETER = /([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi;
const MOST_BYTES = 64 * 1024;
/** The distribution project's own: what says nothing of its age lives a minute. */
const STANDARD_S = 60;
const LONGEST_S = 3600;

const answer = z.object({
	token: z.string().min(1).optional(),
	access_token: z.string().min(1).optional(),
	expires_in: z.number().positive().optional(),
});

/** Undefined for a challenge that nobody can answer. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
	const scheme = /^\s*(bearer|basic)\b/i.exec(header ?? "")?.[1]?.toLowerCase();
	if (scheme !== "bearer" && scheme !== "basic") return undefined;
	const found = [...(header ?? "").matchAll(PARAMETER)].map(
		([, name = "", quoted, plain]) => [name.toLowerCase(), quoted ?? plain] as const,
	);
	const { realm, service } = Object.fromEntries(found) as { realm?: string; service?: string };
	return { scheme, ...(realm === undefined ? {} : { realm }), ...(service === undefined ? {} : { service }) };
}

export interface TokenAsking {
	readonly registry: URL;
	readonly repository: string;
	readonly allowed: AllowedRegistries;
	readonly signal: AbortSignal;
	readonly get: typeof guardedGet;
}

/** An anonymous token to pull one repository, and its age in milliseconds. Nothing of ours is sent. @throws {NotKnown} */
export async function askForToken({ realm, service }: Challenge, asking: TokenAsking): Promise<{ token: string; livesMs: number }> {
	const { registry, repository, allowed, signal, get } = asking;
	const url = URL.parse(realm ?? "");
	if (url === null) throw new NotKnown(`${registry.origin} asks for a token, and does not say where from`);
	// A server beside a local registry may be asked as that is, and a server elsewhere may not be a local one.
	const isBeside = isLoopback(registry.hostname) && isLoopback(url.hostname);
	url.searchParams.set("scope", `repository:${repository}:pull`);
	if (service !== undefined) url.searchParams.set("service", service);
	const listed = isBeside || (!isLoopback(url.hostname) && allowed.allows(url.host));
	const { status, body } = await get(url, { signal, mostBytes: MOST_BYTES, listed });
	if (status !== 200) throw new NotKnown(`${nameOf(url)} gives no token to pull ${repository}: it answers ${status}`);
	const parsed = answer.safeParse(jsonOf(body));
	const token = parsed.data?.token ?? parsed.data?.access_token;
	if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) throw new NotKnown(`${nameOf(url)} answers with what is no token`);
	return { token, livesMs: Math.min(parsed.data?.expires_in ?? STANDARD_S, LONGEST_S) * 1000 };
}

function jsonOf(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch {
		return undefined;
	}
}
