/** Nothing lost, nothing twice: a serving gate is killed at any instant, functions crash in the middle of batches. */

import { onMoto } from "../moto-ground.ts";
import { type Claim, claimed, type Ground, type Part } from "../part.ts";
import { functionsCrash } from "./functions.ts";
import { type Endured, endure } from "./rounds.ts";

export const crash: Part = (ground) =>
	onMoto(async (motoUrl) => {
		const killed = await serving(ground, motoUrl);
		ground.tell("functions on DynamoDB");
		return [...killed, ...(await functionsCrash(ground, motoUrl))];
	});

export async function serving(ground: Ground, motoUrl: string): Promise<readonly Claim[]> {
	return claimsOf(await endure({ ground, motoUrl, ...(ground.quick ? QUICK : FULL) }));
}

const FULL = { rounds: 100, loadMs: 2_000 };
const QUICK = { rounds: 3, loadMs: 900 };

function claimsOf({ poster, calls, kills, broken, checks, decisions, notices, standing }: Endured) {
	const done = (operation: string) => calls.filter((call) => call.operation === operation && call.status === 200).length;
	const acts = { StopTask: done("StopTask"), DeregisterTaskDefinition: done("DeregisterTaskDefinition") };
	return [
		claimed(
			"every event that was answered 202 has exactly one decision, the right one, and nothing else has",
			broken.decided,
			{
				...{ kills: kills.all, restartsChecked: checks, accepted: poster.accepted.size, decisions },
				...{ postedTwice: poster.twice, postsThatGotNoAnswer: poster.lost },
			},
			["kills", "accepted", "postedTwice"],
		),
		claimed(
			"every planned action took effect exactly once, and nothing was done that was not planned",
			[...broken.acted, ...standing],
			{ ...acts, standing: standing.length, decisionsTold: notices, timesTold: done("PutEvents") },
			["StopTask", "DeregisterTaskDefinition"],
		),
		claimed("the store's file and the ledger in it verify after every restart", broken.ledger, { checks }, ["checks"]),
		claimed(
			"kills came while work was under way",
			[],
			{
				...{ kills: kills.all, beforeItServed: kills.beforeItServed, postsUnanswered: kills.withPosts },
				...{ eventsLeased: kills.withEvents, actionsLeased: kills.withActions, awsCallsUnanswered: kills.withAwsCalls },
			},
			["eventsLeased", "actionsLeased", "awsCallsUnanswered"],
		),
	];
}
