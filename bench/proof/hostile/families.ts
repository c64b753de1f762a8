/** The kinds of input, and how many of a thousand each of them is. */
import fc from "fast-check";
import { POINTS } from "../../../src/enforcement-points/points.ts";
import type { Chance } from "../../simulation/chance.ts";
import { judged } from "./answered.ts";
import { cloudformation, deployment, door, file, review } from "./asked.ts";
import { call } from "./called.ts";
import type { Input } from "./fate.ts";
import { alerts, message, recorded, registration } from "./heard.ts";
import { monster } from "./monsters.ts";
import { openPacked } from "./packed.ts";
import type { Victim } from "./victim.ts";

export interface Family {
	readonly name: string;
	/** Of a thousand. */
	readonly share: number;
	make(chance: Chance): Input;
}

export async function familiesFor(victim: Victim): Promise<readonly Family[]> {
	const packed = await openPacked();
	return [
		{ name: "AdmissionReviews", share: 270, make: (chance) => review(victim, chance) },
		{ name: "calls through the proxy", share: 230, make: (chance) => call(victim, chance) },
		{ name: "registrations at the door", share: 140, make: (chance) => door(victim, chance) },
		{ name: "CloudFormation hooks", share: 100, make: (chance) => cloudformation(victim, chance) },
		{ name: "deployment hooks", share: 60, make: (chance) => deployment(victim, chance) },
		{ name: "CloudTrail events, ECS not asked", share: 85, make: (chance) => registration(victim, chance) },
		{ name: "CloudTrail events, ECS asked", share: 20, make: (chance) => recorded(victim, chance) },
		{ name: "events of every source by SQS", share: 30, make: (chance) => message(victim, chance) },
		{ name: "runtime alerts", share: 30, make: alerts(victim) },
		{ name: "files for check", share: 10, make: (chance) => file(victim, chance) },
		{ name: "any JSON at every point", share: 20, make: anything },
		{ name: "bundles", share: 5, make: packed },
	];
}

/** Not by share: now and then. */
export function monsters(victim: Victim): Family {
	return { name: "monsters", share: 0, make: (chance) => monster(victim, chance) };
}

/** Made by fast-check, read by all points in turn. */
function anything(chance: Chance): Input {
	const [value] = fc.sample(fc.jsonValue({ maxDepth: 4 }), { numRuns: 1, seed: chance.whole(0, 2 ** 31 - 1) });
	const run = () =>
		judged(async () => {
			for (const point of POINTS) point.read(value);
			return { end: "taken", cause: "" };
		});
	return { is: "anything", size: 100, run };
}
