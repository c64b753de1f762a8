/** Another tool's checks of ECS: which policy makes each, and why none does. Pure. */
import { styleText } from "node:util";
import type { Policy } from "../admission/policy.ts";
import type { Style } from "./report.ts";
import { jsonText, plain, wrap } from "./text.ts";

/** Source → id of a check → why no policy can make it; undefined where one does. */
export type KnownChecks = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

export interface CoveredCheck {
	/** As its source spells it, such as `ECS.4`. */
	readonly check: string;
	/** Ids of the policies that refer to it. */
	readonly policies: readonly string[];
	/** Why there is none. */
	readonly reason?: string;
}

/** Sorted as people count: ECS.2 before ECS.10. */
export function coverageOf(policies: readonly Policy[], by: string, known: KnownChecks): readonly CoveredCheck[] {
	const reasons = known[by] ?? {};
	const claimed = policies.flatMap(({ id, references }) =>
		references.filter((reference) => reference.startsWith(`${by}/`)).map((reference) => ({ check: reference.slice(by.length + 1), id })),
	);
	const checks = new Set([...Object.keys(reasons), ...claimed.map(({ check }) => check)]);
	return [...checks]
		.sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
		.map((check) => {
			const reason = reasons[check];
			const ids = claimed.filter((claim) => claim.check === check).map(({ id }) => id);
			return { check, policies: ids, ...(reason === undefined ? {} : { reason }) };
		});
}

export function coverageTable(checks: readonly CoveredCheck[], by: string, { color, width }: Pick<Style, "color" | "width">): string {
	const paint = (style: "bold" | "dim", text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
	const left = Math.max(0, ...checks.map(({ check }) => check.length)) + 2;
	const lines = checks.flatMap(({ check, policies, reason }) => {
		const isCovered = policies.length > 0;
		const about = wrap(plain(isCovered ? policies.join(", ") : `none: ${reason ?? "not yet answered"}`), Math.max(width - left, 30));
		return about.map(
			(line, i) => `${i === 0 ? paint("bold", check.padEnd(left)) : " ".repeat(left)}${isCovered ? line : paint("dim", line)}`,
		);
	});
	const covered = checks.filter(({ policies }) => policies.length > 0).length;
	return `${[...lines, "", `${covered} of ${checks.length} checks of ${by} are made by policies`].join("\n")}\n`;
}

export function coverageJson(checks: readonly CoveredCheck[]): string {
	return jsonText(checks);
}
