import { GetDetectorCommand, ListCoverageCommand, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import type { GuardDutyRead, Reads } from "../reads.ts";
import { allPages, reading } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingGuardDuty({ guardDuty }: Session): Pick<Reads, "guardDuty" | "coverage"> {
	return {
		async guardDuty() {
			const { DetectorIds = [] } = await reading("guardduty:ListDetectors", () => guardDuty().send(new ListDetectorsCommand({})));
			const [detector] = DetectorIds;
			if (detector === undefined) return undefined;
			const told = await reading("guardduty:GetDetector", () => guardDuty().send(new GetDetectorCommand({ DetectorId: detector })));
			return { detector, status: told.Status ?? "?", features: (told.Features ?? []) as GuardDutyRead["features"] };
		},
		coverage: (DetectorId) =>
			reading("guardduty:ListCoverage", () =>
				allPages(async (NextToken) => {
					const FilterCriteria = { FilterCriterion: [{ CriterionKey: "RESOURCE_TYPE" as const, FilterCondition: { Equals: ["ECS"] } }] };
					const answer = await guardDuty().send(new ListCoverageCommand({ DetectorId, FilterCriteria, NextToken }));
					const items = (answer.Resources ?? []).map(({ ResourceDetails, CoverageStatus = "UNHEALTHY", Issue }) => ({
						...{ cluster: ResourceDetails?.EcsClusterDetails?.ClusterName ?? "?", status: CoverageStatus as string, issue: Issue },
					}));
					return { items, next: answer.NextToken };
				}),
			),
	};
}
