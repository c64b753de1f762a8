/** The account's settings, as they take effect for whoever walks. */
import { ListAccountSettingsCommand } from "@aws-sdk/client-ecs";
import { arnIn } from "../arn.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import { pagesOf, toDescribe, type Walking } from "./walking.ts";

const ACTION = "ecs:ListAccountSettings";

/** ECS gives them no ARN; one of the same form stands for it. */
export async function* walkSettings(walking: Walking): AsyncGenerator<Walked> {
	const { ecs, place } = walking;
	const pages = pagesOf(walking, {
		...{ kind: "AccountSetting", name: "account settings", action: ACTION },
		page: async (nextToken) => {
			const answer = await ecs.send(new ListAccountSettingsCommand({ effectiveSettings: true, nextToken }));
			return { items: answer.settings ?? [], nextToken: answer.nextToken };
		},
	});
	for await (const step of pages) {
		if (!("page" in step)) {
			yield step;
			continue;
		}
		for (const { name, value = "" } of step.page) {
			if (name === undefined) continue;
			const [arn] = (await toDescribe(walking, [arnIn(place, "account-setting", name)], { kind: "AccountSetting", action: ACTION })).arns;
			const facts = { kind: "AccountSetting", action: "ListAccountSettings", name, object: { name, value }, references: {} } as const;
			if (arn !== undefined) yield { found: itemOf(place, { ...facts, arn, launchTypes: [] }) };
		}
	}
}
