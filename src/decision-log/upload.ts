/** One upload to the decision log's service. */

export interface Service {
	readonly url: string;
	/** Sent as a bearer token. */
	readonly token?: string | undefined;
	readonly agent: string;
	readonly answerMs: number;
}

/** What went wrong, without a word of the service's own; undefined for any 2xx. */
export async function upload({ url, token, agent, answerMs }: Service, body: Buffer, signal: AbortSignal): Promise<string | undefined> {
	const headers = {
		...{ "content-type": "application/json", "content-encoding": "gzip", "user-agent": agent },
		...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
	};
	try {
		const answer = await fetch(url, {
			...{ method: "POST", headers, body: new Uint8Array(body) },
			// The token is for this address alone.
			...{ redirect: "error", signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) },
		});
		await answer.body?.cancel();
		return answer.ok ? undefined : `HTTP ${answer.status}`;
	} catch (error) {
		const { name, cause } = error as Error & { readonly cause?: { readonly code?: unknown } };
		return `${name} ${String(cause?.code ?? "")}`.trim();
	}
}
