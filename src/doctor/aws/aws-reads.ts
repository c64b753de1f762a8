/** All of it from AWS. */
import type { Reads } from "../reads.ts";
import { readingClock } from "./clock.ts";
import { readingServices } from "./deployed-services.ts";
import { readingRules } from "./events.ts";
import { readingFunctions } from "./functions.ts";
import { readingGuardDuty } from "./guard-duty.ts";
import { readingOrganization } from "./organization.ts";
import { readingQueues } from "./queues.ts";
import type { Session } from "./session.ts";
import { readingSimulation } from "./simulation.ts";
import { readingHooks } from "./stacks.ts";
import { readingTables } from "./tables.ts";
import { readingTrails } from "./trails.ts";
import { readingWatch } from "./watch.ts";

export function awsReads(session: Session, now: () => string): Reads {
	return {
		...readingTrails(session),
		...readingRules(session),
		...readingQueues(session),
		...readingWatch(session, now),
		...readingFunctions(session),
		...readingTables(session),
		...readingServices(session),
		...readingHooks(session),
		...readingOrganization(session),
		...readingGuardDuty(session),
		...readingSimulation(session),
		...readingClock(session, now),
	};
}
