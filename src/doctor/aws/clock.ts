/** What time AWS has: every answer says. */
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { Unread } from "../found.ts";
import type { Reads } from "../reads.ts";
import { reading } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingClock({ sts }: Session, now: () => string): Pick<Reads, "clockSkew"> {
	return {
		async clockSkew() {
			const { asked, answered, date } = await reading("sts:GetCallerIdentity", () => timed(sts(), now));
			if (date === undefined || Number.isNaN(Date.parse(date))) throw new Unread("AWS's answer says no time (header Date)");
			// The header has whole seconds: on average half of one has gone by.
			const middle = (asked + answered) / 2;
			return { skewMs: Math.round(Date.parse(date) + 500 - middle), marginMs: Math.round((answered - asked) / 2) + 500 };
		},
	};
}

interface Answered {
	readonly response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Of the last try, and without what the SDK does to the signature of a machine whose clock is wrong. */
async function timed(client: STSClient, now: () => string) {
	let seen = { asked: 0, answered: 0, date: undefined as string | undefined };
	client.middlewareStack.add(
		(next) => async (args) => {
			const asked = Date.parse(now());
			const result = await next(args);
			seen = { asked, answered: Date.parse(now()), date: (result as Answered).response?.headers?.date };
			return result;
		},
		{ step: "deserialize", priority: "low", name: "timed", override: true },
	);
	await client.send(new GetCallerIdentityCommand({}));
	return seen;
}
