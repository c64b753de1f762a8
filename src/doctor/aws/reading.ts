/** Every call of doctor's: only those that look are let out, and what goes wrong is told in one way. */
import { faultOf, isNamed, messageOf } from "../../ecs/aws-error.ts";
import { Unread } from "../found.ts";

/** What the operations that change nothing begin with. */
const LOOKS = /^(?:BatchDescribe|BatchGet|Describe|Get|List|Query|Simulate)/;

interface Stack {
	add(middleware: unknown, options: { readonly step: "initialize"; readonly name: string }): void;
}

/** Whatever is asked of the client, nothing but a look leaves this process. */
export function onlyLooking<Client extends { readonly middlewareStack: unknown }>(client: Client): Client {
	(client.middlewareStack as Stack).add(
		<Output>(next: (args: unknown) => Promise<Output>, { commandName = "" }: { readonly commandName?: string }) =>
			async (args: unknown) => {
				if (!LOOKS.test(commandName))
					throw new Error(`doctor was about to call ${commandName}, which does not only look: please report it`);
				return next(args);
			},
		{ step: "initialize", name: "onlyLooking" },
	);
	return client;
}

/** `action`: the IAM action that the call needs. @throws {Unread} */
export async function reading<T>(action: string, call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (cause) {
		if (cause instanceof Unread) throw cause;
		// AWS says itself what it wanted, which may be another action than that of the call.
		const [, wanted] = /not authorized to perform:? ([\w-]+:\w+)/.exec(messageOf(cause)) ?? [];
		if (faultOf(cause) === "denied" || wanted !== undefined)
			throw new Unread(`${wanted ?? action} is refused to whoever runs doctor: ${messageOf(cause)}`, { action: wanted ?? action, cause });
		throw new Unread(`${action} failed: ${shortened(messageOf(cause))}`, { cause });
	}
}

/** What the SDK adds for its own users is of no use here. */
function shortened(message: string): string {
	return message.replace(/\s*Deserialization error: to see[\s\S]*$/, " (that is no answer of AWS's)");
}

/** Undefined where AWS says by one of these errors that it is not there. @throws {Unread} */
export async function readingIfThere<T>(action: string, missing: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
	return reading(action, async () => {
		try {
			return await call();
		} catch (error) {
			if (isNamed(error, ...missing)) return undefined;
			throw error;
		}
	});
}

/** Everything of a listing in pages. */
export async function allPages<Item>(
	page: (token: string | undefined) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>,
): Promise<readonly Item[]> {
	const all: Item[] = [];
	const tokens = new Set<string>();
	let token: string | undefined;
	do {
		const { items = [], next } = await page(token);
		all.push(...items);
		if (next !== undefined && tokens.has(next)) throw new Unread("AWS gives one page again and again");
		token = next === "" ? undefined : next;
		if (token !== undefined) tokens.add(token);
	} while (token !== undefined);
	return all;
}
