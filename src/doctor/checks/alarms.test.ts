import { expect, test } from "vitest";
import { examined, only, patientOf, stackOf } from "../../../test/doctor-patient.ts";
import type { AlarmRead } from "../reads.ts";
import { alarms } from "./alarms.ts";

/** Some of them are changed, the others are well. */
const with_ = (which: RegExp, to: Partial<AlarmRead> | undefined) => ({
	reads: {
		alarms: async (names: readonly string[]) =>
			(await patientOf().reads.alarms(names)).flatMap((alarm) => {
				if (!which.test(alarm.name)) return [alarm];
				return to === undefined ? [] : [{ ...alarm, ...to }];
			}),
	},
});

test("one in ALARM is told with what its description says", async () => {
	const { status, seen, why } = await only(alarms, with_(/BreakerOpen/, { state: "ALARM", reason: "1 datapoint" }));
	expect([status, why]).toEqual(["problem", expect.stringMatching(/^of Taskgate-BreakerOpen/)]);
	expect(seen).toMatch(/BreakerOpenAlarm\w+-x is in ALARM: 1 datapoint/);
});
test("alarms that tell nobody: a topic, and the stack's parameter, all others kept", async () => {
	const { seen, mend = [] } = await only(alarms, with_(/./, { actions: [] }));
	expect(seen).toBe("16 of 16 alarms tell nobody");
	expect(mend[0]).toBe("aws sns create-topic --name taskgate-alarms --region eu-central-1");
	const [, json = ""] = /--parameters '(.*)' --region/.exec(mend[1] ?? "") ?? [];
	const parameters = JSON.parse(json) as { ParameterKey: string; UsePreviousValue?: true }[];
	expect(parameters.filter(({ UsePreviousValue }) => UsePreviousValue !== true)).toEqual([
		{ ParameterKey: "AlarmTopicArn", ParameterValue: "arn:aws:sns:eu-central-1:111122223333:taskgate-alarms" },
	]);
	expect(parameters.map(({ ParameterKey }) => ParameterKey).toSorted()).toEqual(Object.keys(stackOf().read.parameters).toSorted());
});
test("actions that are disabled, and alarms that are gone", async () => {
	const found = await examined(alarms, with_(/Silence/, { actionsEnabled: false }));
	expect(found[0]?.mend?.[0]).toMatch(
		/^aws cloudwatch enable-alarm-actions --alarm-names Taskgate-ScheduleSilence\S+ Taskgate-Silence\S+ --region/,
	);
	expect((await only(alarms, with_(/Undecided/, undefined))).seen).toBe("1 alarm of the stack is gone");
});
