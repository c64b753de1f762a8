/** The keys that the load balancers of a Region sign with: from AWS's one address, within a deadline, each kept for a while. */
import { createPublicKey, type KeyObject } from "node:crypto";

/** The key of that id; undefined where there is none. @throws {KeysUnreachable} */
export type KeyOf = (id: string) => Promise<KeyObject | undefined>;

export class KeysUnreachable extends Error {
	override readonly name = "KeysUnreachable";
}

/** As AWS names them; nothing else becomes a part of an address. */
export const KEY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const DEADLINE_MS = 3_000;
/** A key in PEM has under 200. */
const MAX_BYTES = 4_096;
const KEPT_MS = 60 * 60_000;
/** Also of made-up ids, which anybody may send who reaches the port. */
const NONE_MS = 60_000;
const MOST_KEPT = 64;
const AT_ONCE = 4;

interface Kept {
	readonly key: KeyObject | undefined;
	/** On the clock of performance.now(). */
	readonly until: number;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html */
export function keysAddress(region: string): string {
	return `https://public-keys.auth.elb.${region}.amazonaws.com/`;
}

/** `address` ends with a slash. */
export function keysFrom(address: string): KeyOf {
	const kept = new Map<string, Kept>();
	const underWay = new Map<string, Promise<KeyObject | undefined>>();

	const fetched = async (id: string): Promise<KeyObject | undefined> => {
		const key = await keyAt(new URL(id, address));
		const oldest = kept.size < MOST_KEPT ? undefined : kept.keys().next().value;
		if (oldest !== undefined) kept.delete(oldest);
		kept.set(id, { key, until: performance.now() + (key === undefined ? NONE_MS : KEPT_MS) });
		return key;
	};

	return async (id) => {
		if (!KEY_ID.test(id)) return undefined;
		const known = kept.get(id);
		if (known !== undefined && performance.now() < known.until) return known.key;
		kept.delete(id);
		const already = underWay.get(id);
		if (already !== undefined) return already;
		if (underWay.size >= AT_ONCE) throw new KeysUnreachable("too many keys of load balancers are asked for at once");
		const asking = fetched(id).finally(() => underWay.delete(id));
		underWay.set(id, asking);
		return asking;
	};
}

async function keyAt(address: URL): Promise<KeyObject | undefined> {
	let pem: string;
	try {
		const response = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(DEADLINE_MS) });
		// S3, which answers there, says 403 of what is not there.
		if ([403, 404].includes(response.status)) return undefined;
		if (!response.ok) throw new Error(`it answered ${response.status}`);
		pem = await boundedText(response);
	} catch (error) {
		const { message, cause } = error as Error;
		throw new KeysUnreachable(`the load balancer's key cannot be fetched from ${address.host} (${reasonIn(cause) ?? message})`, {
			cause: error,
		});
	}
	return onCurve(pem, address);
}

function reasonIn(cause: unknown): string | undefined {
	return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

async function boundedText(response: Response): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of response.body ?? []) {
		size += chunk.byteLength;
		if (size > MAX_BYTES) throw new Error(`it answered more than ${MAX_BYTES} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}

/** ES256 is of one curve. */
function onCurve(pem: string, { host }: URL): KeyObject {
	try {
		const key = createPublicKey(pem);
		if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
	} catch (cause) {
		throw new KeysUnreachable(`${host} answered with something that is no public key`, { cause });
	}
	throw new KeysUnreachable(`${host} answered with a key that is not for ES256`);
}
