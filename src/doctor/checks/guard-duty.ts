import type { Check } from "../check.ts";
import { type Found, ok, problem, unreadFound } from "../found.ts";
import type { Covered, GuardDutyRead, Reads } from "../reads.ts";
import { aws } from "../shell.ts";

const AGENT = "ECS_FARGATE_AGENT_MANAGEMENT";
const FEATURES = [{ Name: "RUNTIME_MONITORING", Status: "ENABLED", AdditionalConfiguration: [{ Name: AGENT, Status: "ENABLED" }] }];
const NAMED = 5;

export const guardDuty: Check = {
	name: "guardduty",
	why: "admission ends where a container starts: what it does then is seen by runtime monitoring alone",
	async examine({ reads, where }) {
		const read = await reads.guardDuty();
		if (read === undefined)
			return [
				problem("GuardDuty has no detector in this Region", {
					mend: [aws("guardduty create-detector", { enable: true, features: FEATURES }, where)],
				}),
			];
		const about = { "detector-id": read.detector };
		const subjects = [read.detector];
		if (read.status !== "ENABLED")
			return [
				problem(`the detector ${read.detector} is ${read.status}`, {
					subjects,
					mend: [aws("guardduty update-detector", { ...about, enable: true, features: FEATURES }, where)],
				}),
			];
		const lacking = lackOf(read);
		if (lacking !== undefined)
			return [problem(lacking, { subjects, mend: [aws("guardduty update-detector", { ...about, features: FEATURES }, where)] })];
		return coverage(reads, read.detector, (cluster) =>
			aws("guardduty list-coverage", { ...about, "filter-criteria": criteria(cluster) }, where),
		);
	},
};

function criteria(cluster: string): object {
	return { FilterCriterion: [{ CriterionKey: "ECS_CLUSTER_NAME", FilterCondition: { Equals: [cluster] } }] };
}

function lackOf({ features }: GuardDutyRead): string | undefined {
	const runtime = features.find(({ Name }) => Name === "RUNTIME_MONITORING");
	if (runtime?.Status !== "ENABLED") return "GuardDuty's Runtime Monitoring is not enabled";
	const agent = runtime.AdditionalConfiguration?.find(({ Name }) => Name === AGENT);
	return agent?.Status === "ENABLED" ? undefined : `GuardDuty does not put its agent into tasks on Fargate (${AGENT})`;
}

async function coverage(reads: Reads, detector: string, look: (cluster: string) => string): Promise<readonly Found[]> {
	try {
		const covered = await reads.coverage(detector);
		const unhealthy = covered.filter(({ status }) => status !== "HEALTHY");
		if (unhealthy.length === 0)
			return [ok(`Runtime Monitoring is enabled, with its agent on Fargate; ${covered.length} clusters are covered`)];
		return [
			problem(
				`${unhealthy.length} of ${covered.length} clusters ${unhealthy.length === 1 ? "is" : "are"} not covered: ${unhealthy.slice(0, NAMED).map(told).join("; ")}${unhealthy.length > NAMED ? " …" : ""}`,
				{
					...{ subjects: unhealthy.map(({ cluster }) => cluster), mend: unhealthy.slice(0, NAMED).map(({ cluster }) => look(cluster)) },
					why: "the agent comes with new tasks alone, and needs a task execution role and a way to its image; list-coverage says which is missing",
				},
			),
		];
	} catch (error) {
		return [ok("Runtime Monitoring is enabled, with its agent on Fargate"), unreadFound(error)];
	}
}

function told({ cluster, issue }: Covered): string {
	return issue ? `${cluster} (${issue})` : cluster;
}
