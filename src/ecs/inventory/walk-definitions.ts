/** Task definitions: those that something refers to, and every active one. */
import { ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import { familyRevision } from "../arn.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import { holeOf, pagesOf, toDescribe, unread, type Walking } from "./walking.ts";

const ACTION = "ecs:DescribeTaskDefinition";

/** Each that was not met before. `arns`: full, with their revisions. */
export async function* walkDefinitions(walking: Walking, arns: readonly string[]): AsyncGenerator<Walked> {
	const { place, reader, met } = walking;
	const fresh = [...new Set(arns)].filter((arn) => !met.has(arn));
	for (const arn of fresh) met.add(arn);
	const { arns: wanted, unread: elsewhere } = await toDescribe(walking, fresh, { kind: "TaskDefinition", action: ACTION });
	yield* elsewhere;
	for (const arn of wanted) {
		const { family } = familyRevision(arn);
		try {
			const described = await reader.taskDefinition(place, arn);
			if (described === undefined) continue;
			const { body, registeredBy, registeredAt } = described;
			yield {
				found: itemOf(place, {
					...{
						kind: "TaskDefinition",
						action: "DescribeTaskDefinition",
						arn,
						name: family,
						object: body,
						references: { taskDefinition: arn },
					},
					...{ broughtInBy: registeredBy, isFixed: true, createdAt: registeredAt },
				}),
			};
		} catch (error) {
			walking.holes.add(holeOf("TaskDefinition"));
			yield unread(walking, { kind: "TaskDefinition", name: family, arn, action: ACTION }, error);
		}
	}
}

/** The list is read so far ahead that it can be told how much there is, and no further. */
const AHEAD = 5_000;

export async function* walkEveryDefinition(walking: Walking): AsyncGenerator<Walked> {
	const { ecs } = walking;
	const pages = pagesOf(walking, {
		...{ kind: "TaskDefinition", name: "active task definitions", action: "ecs:ListTaskDefinitions" },
		page: async (nextToken) => {
			const answer = await ecs.send(new ListTaskDefinitionsCommand({ status: "ACTIVE", maxResults: 100, nextToken }));
			return { items: answer.taskDefinitionArns ?? [], nextToken: answer.nextToken };
		},
	});
	let listed: string[] = [];
	for await (const step of pages) {
		if ("page" in step) listed.push(...step.page);
		if ("page" in step && listed.length < AHEAD) continue;
		yield* expected(walking, listed);
		listed = [];
		if (!("page" in step)) yield step;
	}
}

function expected(walking: Walking, listed: readonly string[]): AsyncGenerator<Walked> {
	const fresh = listed.filter((arn) => !walking.met.has(arn));
	return walking.progress.expect(fresh.length, ["TaskDefinition"])(walkDefinitions(walking, fresh));
}
