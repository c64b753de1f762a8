/** What a measurement came to. Pure. */
import { styleText } from "node:util";
import { counted, jsonText } from "../report/text.ts";
import { type Cost, regressions } from "./bench.ts";

export function terminalBench(costs: readonly Cost[], threshold: number, color: boolean): string {
	const paint = (style: Parameters<typeof styleText>[0], text: string) =>
		color ? styleText(style, text, { validateStream: false }) : text;
	const width = Math.max("policy".length, ...costs.map(({ policy }) => policy.length)) + 2;
	const compared = costs.some(({ baseNs }) => baseNs !== undefined);
	const slower = new Set(regressions(costs, threshold));
	const head = `${"policy".padEnd(width)}${"ns/op".padStart(10)}${"inputs".padStart(8)}${compared ? `${"base".padStart(10)}${"ratio".padStart(8)}` : ""}`;
	const lines = costs.map((cost) => {
		const ratio = cost.baseNs === undefined ? "" : `${whole(cost.baseNs).padStart(10)}${cost.ratio?.toFixed(2).padStart(8)}`;
		const line = `${cost.policy.padEnd(width)}${whole(cost.ns).padStart(10)}${String(cost.inputs).padStart(8)}${ratio}`;
		return slower.has(cost) ? paint("red", `${line}  slower`) : line;
	});
	const total = costs.reduce((sum, { ns }) => sum + ns, 0);
	const verdict = compared ? `; ${slower.size === 0 ? "none" : slower.size} slower than the base by more than ${threshold} %` : "";
	return `${[paint("bold", head), ...lines, "", `${counted(costs.length, "policy", "policies")}, ${(total / 1000).toFixed(1)} µs for one request that all of them judge${verdict}`].join("\n")}\n`;
}

export function jsonBench(costs: readonly Cost[], threshold: number): string {
	const slower = new Set(regressions(costs, threshold));
	const policies = costs.map((cost) => ({ ...cost, regression: slower.has(cost) }));
	return jsonText({ policies, threshold });
}

function whole(value: number): string {
	return Math.round(value).toLocaleString("en-US");
}
