/** The words of withhold.ts, outbox.ts and admit.ts for why a refusal or an action is not carried out, as few classes: a metric's label must not grow. */

const CLASSES: readonly (readonly [RegExp, string])[] = [
	[/^enforcement is off/, "off"],
	[/^halted by /, "halted"],
	[/^it is asked again/, "deferred"],
	[/^the event is a replay/, "replay"],
	[/^the event of .* is older than|^it waited too long/, "old"],
	[/^ECS was not asked/, "copy"],
	[/^the call was made with the gate's own role/, "own-call"],
	[/^it cannot be told whether the gate made the call/, "unknown-caller"],
	[/^the breaker is open/, "breaker"],
];

export const REASON_CLASSES: readonly string[] = [...CLASSES.map(([, name]) => name), "other"];

export function reasonClass(reason: string | undefined): string {
	return CLASSES.find(([words]) => words.test(reason ?? ""))?.[1] ?? "other";
}
