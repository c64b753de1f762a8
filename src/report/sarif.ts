/** SARIF 2.1.0, which GitHub code scanning, GitLab, Azure DevOps and editors read. */
import packageJson from "../../package.json" with { type: "json" };
import type { Policy } from "../admission/policy.ts";
import type { Format, Report } from "./report.ts";
import { locationsOf } from "./sarif/location.ts";
import { asMessage, resultsOf } from "./sarif/result.ts";
import { ruleOf } from "./sarif/rule.ts";
import { jsonText } from "./text.ts";

export const sarifReport: Format = (report) => {
	const rules = rulesFor(report);
	const ids = rules.map(({ id }) => id);
	const notifications = notificationsOf(report, ids);
	return jsonText({
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				tool: {
					driver: {
						name: "Taskgate",
						version: packageJson.version,
						semanticVersion: packageJson.version,
						...(report.policyPages === undefined ? {} : { informationUri: report.policyPages }),
						rules: rules.map((policy) => ruleOf(policy, report)),
					},
				},
				columnKind: "utf16CodeUnits",
				invocations: [
					{
						// What could not be judged is no clean run, whatever else was found.
						executionSuccessful: report.decisions.every(({ verdict }) => verdict !== "undecided"),
						...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
					},
				],
				results: resultsOf(report, ids),
			},
		],
	});
};

/** Those that were asked, in the order of their ids; one that a finding names and nobody describes is a bare rule. */
function rulesFor({ policies, decisions }: Report): readonly Policy[] {
	const known = new Map(policies.map((policy) => [policy.id, policy]));
	for (const { violations, unknown, failures } of decisions) {
		for (const { policy } of [...violations, ...unknown, ...failures]) {
			if (policy !== undefined && !known.has(policy)) known.set(policy, bare(policy));
		}
	}
	return [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function bare(id: string): Policy {
	const nothing = { kinds: [], references: [], aliases: [], deprecated: false, parameters: {} };
	return { id, title: id, description: id, severity: "medium", remediation: "", ...nothing };
}

function notificationsOf({ decisions, root }: Report, ids: readonly string[]): readonly object[] {
	return decisions.flatMap((decision) =>
		decision.failures.map(({ policy, reason }) => ({
			level: decision.verdict === "undecided" ? "error" : "warning",
			message: { text: asMessage(`${decision.kind} ${decision.name}: ${policy === undefined ? "" : `${policy}: `}${reason}`) },
			locations: locationsOf(decision, root, {}),
			...(policy === undefined ? {} : { associatedRule: { id: policy, index: ids.indexOf(policy) } }),
		})),
	);
}
