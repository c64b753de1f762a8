import { DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand, type Trail as Told } from "@aws-sdk/client-cloudtrail";
import type { Reads, Trail } from "../reads.ts";
import { reading } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingTrails(session: Session): Pick<Reads, "trails"> {
	return {
		async trails() {
			const { trailList = [] } = await reading("cloudtrail:DescribeTrails", () =>
				session.cloudTrail().send(new DescribeTrailsCommand({ includeShadowTrails: true })),
			);
			return Promise.all(trailList.map((told) => trail(session, told)));
		},
	};
}

async function trail(session: Session, told: Told): Promise<Trail> {
	const { Name = "", TrailARN = Name, HomeRegion = session.region } = told;
	const client = session.cloudTrail(HomeRegion);
	const [status, selectors] = await Promise.all([
		reading("cloudtrail:GetTrailStatus", () => client.send(new GetTrailStatusCommand({ Name: TrailARN }))),
		reading("cloudtrail:GetEventSelectors", () => client.send(new GetEventSelectorsCommand({ TrailName: TrailARN }))),
	]);
	return {
		...{ name: Name, arn: TrailARN, homeRegion: HomeRegion },
		isMultiRegion: told.IsMultiRegionTrail === true,
		isOrganization: told.IsOrganizationTrail === true,
		isLogging: status.IsLogging === true,
		selectors: (selectors.EventSelectors ?? []) as unknown as Trail["selectors"],
		advancedSelectors: (selectors.AdvancedEventSelectors ?? []) as Trail["advancedSelectors"],
	};
}
