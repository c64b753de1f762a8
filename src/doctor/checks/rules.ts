/** The rules by which events reach the gate: there, enabled, with this version's patterns, into the queue (a member's: to the hub), with dead letters. */
import { isDeepStrictEqual } from "node:util";
import { EVENT_PATTERNS, type Pattern } from "../../enforcement-points/wire/event-patterns.ts";
import type { Check } from "../check.ts";
import { type Found, ok, problem, unreadFound } from "../found.ts";
import type { Reads, RuleRead } from "../reads.ts";
import { aws } from "../shell.ts";
import type { Part, Stack } from "../stack.ts";

export const rules: Check = {
	name: "rules",
	why: "what no rule delivers is not judged",
	async examine({ reads, stack }) {
		const whole = stack();
		const aim = aimOf(whole);
		const found = await Promise.all(
			Object.entries(EVENT_PATTERNS).map(([name, { pattern, unheard }]) =>
				ruleFound(reads, whole, { ...aim, name, pattern: aim.narrowed(pattern), unheard }),
			),
		);
		const faults = found.flat();
		const count = Object.keys(EVENT_PATTERNS).length;
		const to = whole.kind === "member" ? "the hub's bus" : "the queue";
		return faults.length > 0 ? faults : [ok(`${count} rules are enabled, with the patterns of this version, and deliver to ${to}`)];
	},
};

/** A rule's name and bus. CloudFormation writes both, but for the default bus's. */
export function ruleName(part: Part): { readonly rule: string; readonly bus: string } {
	const [first = "", second] = part.name.split("|");
	return second === undefined ? { rule: first.split("/").at(-1) ?? first, bus: "default" } : { rule: second, bus: first };
}

interface Aim {
	readonly target: { readonly Arn: string; readonly DeadLetterConfig: { readonly Arn: string } };
	readonly narrowed: (pattern: Pattern) => Pattern;
}

function aimOf(stack: Stack): Aim {
	const queue = (name: string) => stack.arnOf(stack.part("AWS::SQS::Queue", name));
	if (stack.kind !== "member") {
		const target = {
			...{ Arn: queue("EventQueue"), DeadLetterConfig: { Arn: queue("DeadLetters") } },
			RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
		};
		return { target, narrowed: (pattern) => pattern };
	}
	const role = stack.arnOf(stack.part("AWS::IAM::Role", "Forward"));
	const target = { Arn: stack.read.parameters.HubBusArn ?? "?", RoleArn: role, DeadLetterConfig: { Arn: queue("Undelivered") } };
	return { target, narrowed: (pattern) => ({ ...pattern, account: [stack.where.account] }) };
}

interface Wanted extends Aim {
	readonly name: string;
	readonly pattern: Pattern;
	readonly unheard: string;
}

async function ruleFound(reads: Reads, stack: Stack, wanted: Wanted): Promise<readonly Found[]> {
	const part = stack.find("AWS::Events::Rule", `${wanted.name}Rule`);
	if (part === undefined)
		return [
			problem(`the stack ${stack.name} has no rule ${wanted.name}: it is of an older version`, {
				why: wanted.unheard,
				mend: ["npx aws-cdk deploy --app build/deploy/cdk   # docs/upgrade.md"],
			}),
		];
	const { rule, bus } = ruleName(part);
	try {
		return faultsOf(await reads.rule(rule, bus), { ...wanted, rule, bus, region: stack.where });
	} catch (error) {
		return [{ ...unreadFound(error), subjects: [rule] }];
	}
}

interface Named extends Wanted {
	readonly rule: string;
	readonly bus: string;
	readonly region: { readonly region: string };
}

const ENABLED = ["ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"];

function faultsOf(read: RuleRead | undefined, { rule, bus, region, pattern, target, unheard }: Named): readonly Found[] {
	const on = { "event-bus-name": bus };
	const about = { why: unheard, subjects: [rule] };
	const put = aws("events put-rule", { name: rule, ...on, state: "ENABLED", "event-pattern": pattern }, region);
	const aim = (targets: readonly object[]) => aws("events put-targets", { rule, ...on, targets }, region);
	const whole = { Id: "Target0", ...target };
	if (read === undefined) return [problem(`the rule ${rule} is gone`, { ...about, mend: [put, aim([whole])] })];
	const ours = read.targets.find(({ Arn }) => Arn === target.Arn);
	const taken = new Set(read.targets.map(({ Id }) => Id));
	return [
		...(ENABLED.includes(read.state)
			? []
			: [
					problem(`the rule ${rule} is ${read.state.toLowerCase()}`, {
						...about,
						mend: [aws("events enable-rule", { name: rule, ...on }, region)],
					}),
				]),
		...(isDeepStrictEqual(sorted(read.pattern), sorted(pattern))
			? []
			: [
					problem(`the pattern of the rule ${rule} is not this version's: somebody has changed it, or the stack is of another version`, {
						...about,
						mend: [put],
					}),
				]),
		...(ours === undefined
			? [
					problem(`the rule ${rule} does not deliver to ${target.Arn}`, {
						...about,
						mend: [aim([{ ...whole, Id: taken.has("Target0") ? "Taskgate" : "Target0" }])],
					}),
				]
			: []),
		...(ours !== undefined && ours.DeadLetterConfig?.Arn !== target.DeadLetterConfig.Arn
			? [
					problem(`what the rule ${rule} cannot deliver is dropped: it has no dead-letter queue of this stack's`, {
						...{ ...about, why: "an event that is dropped is never judged, and nothing tells of it" },
						mend: [aim([{ ...ours, DeadLetterConfig: target.DeadLetterConfig }])],
					}),
				]
			: []),
	];
}

/** In a pattern neither keys nor values have an order. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sorted(part)]));
}
