/** Calls that clients signed for ECS itself: they go on as they came, and AWS tells whether the signature holds. */
import { LookUpFailed } from "../../ecs/ecs-reader.ts";
import type { OverheardEcsReader } from "../../ecs/overheard-ecs-reader.ts";
import { callNamed } from "../../enforcement-points/wire/calls.ts";
import type { World } from "../../world.ts";
import { authorizationOf } from "../authorization.ts";
import { type Header, headerIn } from "../headers.ts";
import { ProxyRefusal } from "../refused.ts";
import type { Mode, ProxyCaller } from "../relay.ts";
import { canonicalHost } from "./ecs-host.ts";
import { whenWhole } from "./whole-answer.ts";

/** Known by the access key alone: an API tells its account, and none tells whose it is. */
interface KeyHolder extends ProxyCaller {
	readonly accessKeyId?: string;
}

export interface Opened {
	/** The host that the client asked to be connected with, and its Region. */
	readonly host: string;
	readonly region: string;
	/** In place of the host. */
	readonly upstream?: string | undefined;
	/** What ECS answers teaches it, where ECS is not asked. */
	readonly overheard?: OverheardEcsReader | undefined;
}

export function forwardMode(
	{ accountOfKey, log, settings }: Pick<World, "accountOfKey" | "log" | "settings">,
	opened: Opened,
): Mode<KeyHolder> {
	const { host, region, upstream, overheard } = opened;
	return {
		// The signature is the caller's own, over the very body.
		rewrites: false,
		async identify({ operation, headers }) {
			const named = canonicalHost((headerIn(headers, "host") ?? "").replace(/:443$/, ""));
			if (named !== host) {
				const message = `the Host header must name ${host}, which the connection was opened for`;
				throw new ProxyRefusal(message, { status: 421, type: "AccessDeniedException" });
			}
			// What nobody guards is asked nothing about.
			if (callNamed(operation) === undefined) return { arn: "", region };
			const accessKeyId = accessKeyOf(headers);
			const account = accessKeyId === undefined ? undefined : await accountOf(accessKeyId);
			return { arn: "", region, ...(accessKeyId && { accessKeyId }), ...(account && { account }) };
		},
		outgoing: async ({ headers }) => ({ url: new URL(upstream ?? `https://${host}`), headers }),
		overhear({ operation }, { accessKeyId }, answered) {
			if (overheard === undefined || operation !== "RegisterTaskDefinition" || answered.statusCode !== 200) return;
			whenWhole(answered, (body) => overheard.registered(accessKeyId, body));
		},
	};

	/** Never guessed: what cannot be looked up for now is not judged by less, and refused while enforcement is on. */
	async function accountOf(accessKeyId: string): Promise<string | undefined> {
		try {
			return accountOfKey === undefined ? overheard?.accountOfKey(accessKeyId) : await accountOfKey(accessKeyId, region);
		} catch (error) {
			if (!(error instanceof LookUpFailed)) throw error;
			log.alarm("whose access key has signed a call cannot be told", { reason: error.message });
			if (!settings.enforce) return undefined;
			const message = "Taskgate cannot tell for now whose access key signed this call; try again";
			throw new ProxyRefusal(message, { status: 503, type: "ServiceUnavailableException", cause: error });
		}
	}
}

/** An unsigned call has none, and AWS refuses it; a signature in another form than every SDK's could be AWS's to accept and is not Taskgate's to judge. */
function accessKeyOf(headers: readonly Header[]): string | undefined {
	const named = authorizationOf(headers);
	if (named !== undefined) return named.accessKeyId;
	if (headerIn(headers, "authorization") === undefined) return undefined;
	throw new ProxyRefusal("the Authorization header is not that of a call of ECS", { status: 403, type: "InvalidSignatureException" });
}
