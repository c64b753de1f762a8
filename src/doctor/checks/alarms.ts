/** The stack's alarms: there, heard by somebody, and silent. */
import { counted } from "../../report/text.ts";
import type { Check } from "../check.ts";
import { type Found, ok, problem } from "../found.ts";
import type { AlarmRead } from "../reads.ts";
import { aws, Raw, word } from "../shell.ts";
import { type Stack, updating } from "../stack.ts";

export const alarms: Check = {
	name: "alarms",
	why: "a gate that has stopped working looks like a quiet day to whoever is not told",
	async examine({ reads, stack }) {
		const gate = stack().gate();
		const names = gate.all("AWS::CloudWatch::Alarm").map(({ name }) => name);
		if (names.length === 0)
			return [problem(`the stack ${gate.name} has no alarms`, { mend: ["# install the stack again, of this version: docs/upgrade.md"] })];
		const read = await reads.alarms(names);
		const there = new Set(read.map(({ name }) => name));
		const faults = [
			...missing(
				gate,
				names.filter((name) => !there.has(name)),
			),
			...unheard(gate, read),
			...ringing(gate, read),
		];
		return faults.length > 0 ? faults : [ok(`${read.length} alarms have somebody to tell, and none is in ALARM`)];
	},
};

function missing({ name, where }: Stack, gone: readonly string[]): readonly Found[] {
	if (gone.length === 0) return [];
	const drift = aws("cloudformation detect-stack-drift", { "stack-name": name }, where);
	return [
		problem(`${counted(gone.length, "alarm")} of the stack ${gone.length === 1 ? "is" : "are"} gone`, {
			subjects: gone,
			mend: [`${drift}   # then install again: docs/install.md`],
		}),
	];
}

function unheard(gate: Stack, read: readonly AlarmRead[]): readonly Found[] {
	const off = read.filter(({ actionsEnabled, actions }) => !actionsEnabled && actions.length > 0).map(({ name }) => name);
	const mute = read.filter(({ actions }) => actions.length === 0).map(({ name }) => name);
	const { partition, account, region } = gate.where;
	const topic = `arn:${partition}:sns:${region}:${account}:taskgate-alarms`;
	return [
		...(off.length === 0
			? []
			: [
					problem(`the actions of ${counted(off.length, "alarm")} are disabled`, {
						...{
							subjects: off,
							mend: [aws("cloudwatch enable-alarm-actions", { "alarm-names": new Raw(off.map(word).join(" ")) }, gate.where)],
						},
					}),
				]),
		...(mute.length === 0
			? []
			: [
					problem(`${mute.length} of ${read.length} alarms tell nobody`, {
						...{ subjects: mute, why: "they are seen by whoever happens to look at CloudWatch" },
						mend: [aws("sns create-topic", { name: "taskgate-alarms" }, gate.where), updating(gate, { AlarmTopicArn: topic })],
					}),
				]),
	];
}

/** The alarm's own description says what it means and what to do. */
function ringing({ where }: Stack, read: readonly AlarmRead[]): readonly Found[] {
	return read
		.filter(({ state }) => state === "ALARM")
		.map(({ name, description, reason }) =>
			problem(`${name} is in ALARM: ${reason}`, {
				...{ subjects: [name], why: description.replace(/^Taskgate: /, "") },
				mend: [aws("cloudwatch describe-alarm-history", { "alarm-name": name, "max-records": "5" }, where)],
			}),
		);
}
