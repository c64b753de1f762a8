/** What runs by the clock: the function that finishes what was planned, every minute, and the audit. */
import type { Check, Patient } from "../check.ts";
import { type Found, notApplicable, ok, problem } from "../found.ts";
import type { RuleRead } from "../reads.ts";
import { aws } from "../shell.ts";
import type { Stack } from "../stack.ts";
import { ofFunction } from "./functions.ts";
import { ruleName } from "./rules.ts";

const LATELY_S = 900;
const HOUR_S = 3_600;
const MONTH_S = 31 * 24 * HOUR_S;

export const schedule: Check = {
	name: "schedule",
	why: "without it planned actions wait, and nobody is told of what stands still",
	examine: async (patient) => {
		const gate = patient.stack().gate();
		return byTheClock(patient, gate, { rule: "EveryMinute", function: "ScheduleFunction", within: LATELY_S, expression: "rate(1 minute)" });
	},
};

export const audit: Check = {
	name: "audit",
	why: "what events have missed is found by the audit alone",
	examine: async (patient) => {
		const gate = patient.stack().gate();
		if (gate.kind === "hub") return [notApplicable("a hub does not audit by the clock: `taskgate audit` does (docs/organization.md)")];
		const expression = gate.read.parameters.AuditSchedule ?? "rate(1 day)";
		if (expression === "off") return [notApplicable("the stack's parameter AuditSchedule is off")];
		return byTheClock(patient, gate, { rule: "AuditRule", function: "AuditFunction", within: windowOf(expression), expression });
	},
};

interface Timed {
	readonly rule: string;
	readonly function: string;
	/** Seconds within which it must have run. */
	readonly within: number;
	readonly expression: string;
}

/** Twice its period; a cron expression may be monthly. */
export function windowOf(expression: string): number {
	const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(expression) ?? [];
	if (count === undefined) return MONTH_S;
	return 2 * Number(count) * (unit === "day" ? 24 : 1) * HOUR_S;
}

async function byTheClock({ reads, now }: Patient, gate: Stack, timed: Timed): Promise<readonly Found[]> {
	const { rule, bus } = ruleName(gate.part("AWS::Events::Rule", timed.rule));
	const does = gate.part("AWS::Lambda::Function", timed.function);
	const read = await reads.rule(rule, bus);
	const faults = ruleFaults(read, { rule, arn: gate.arnOf(does), expression: timed.expression, gate });
	if (faults.length > 0) return faults;
	const [ran] = await reads.metrics([ofFunction(does, "Invocations", timed.within)]);
	if ((ran ?? 0) > 0) return [ok(`${rule} is enabled, and ${does.name} ran ${ran} times in the last ${spoken(timed.within)}`)];
	const age = (Date.parse(now()) - Date.parse(gate.read.createdAt)) / 1000;
	if (age < timed.within)
		return [ok(`${rule} is enabled; the stack is younger than ${spoken(timed.within)}, so that ${does.name} need not have run`)];
	const permission = {
		...{ "function-name": does.name, "statement-id": "TaskgateDoctor", action: "lambda:InvokeFunction", principal: "events.amazonaws.com" },
		"source-arn": `arn:${gate.where.partition}:events:${gate.where.region}:${gate.where.account}:rule/${rule}`,
	};
	return [
		problem(`${rule} is enabled, and ${does.name} has not run for ${spoken(timed.within)}: EventBridge may not be allowed to invoke it`, {
			...{
				mend: [aws("lambda get-policy", { "function-name": does.name }, gate.where), aws("lambda add-permission", permission, gate.where)],
			},
			subjects: [rule, does.name],
		}),
	];
}

function ruleFaults(
	read: RuleRead | undefined,
	{ rule, arn, expression, gate }: { readonly rule: string; readonly arn: string; readonly expression: string; readonly gate: Stack },
): readonly Found[] {
	const subjects = [rule];
	const put = aws("events put-rule", { name: rule, state: "ENABLED", "schedule-expression": expression }, gate.where);
	const aim = aws("events put-targets", { rule, targets: [{ Id: "Target0", Arn: arn }] }, gate.where);
	if (read === undefined) return [problem(`the rule ${rule} is gone`, { mend: [put, aim], subjects })];
	const enable = aws("events enable-rule", { name: rule }, gate.where);
	return [
		...(read.state === "DISABLED" ? [problem(`the rule ${rule} is disabled`, { mend: [enable], subjects })] : []),
		...(read.schedule === expression
			? []
			: [problem(`the rule ${rule} goes by ${read.schedule ?? "no schedule"} instead of ${expression}`, { mend: [put], subjects })]),
		...(read.targets.some(({ Arn }) => Arn === arn) ? [] : [problem(`the rule ${rule} does not invoke ${arn}`, { mend: [aim], subjects })]),
	];
}

function spoken(seconds: number): string {
	if (seconds < 2 * HOUR_S) return `${Math.round(seconds / 60)} minutes`;
	return seconds <= 48 * HOUR_S ? `${Math.round(seconds / HOUR_S)} hours` : `${Math.round(seconds / (24 * HOUR_S))} days`;
}
