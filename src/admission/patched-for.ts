/** Of a service that runs: which constraints may patch its task definition, and which exemption leaves that as it is. Pure. */
import type { Constraint } from "./constraint.ts";
import type { Exemption } from "./exemption.ts";
import { coverage } from "./match.ts";
import type { AdmissionRequest } from "./request.ts";

export interface Running {
	/** What was asked of it: with its cluster, name and tags, and whoever asked, which a registration does not have. */
	readonly own: readonly AdmissionRequest[];
	readonly denied: boolean;
}

/** Without those that certainly leave out the service. */
export function patchingFor(constraints: readonly Constraint[], { own }: Running): readonly Constraint[] {
	return constraints.filter(({ match }) => own.every((request) => coverage(match, request).answer !== "no"));
}

/**
 * The first exemption from one of the policies that covers the service, whole or in part. Of an allowed one it is enough that nobody can
 * tell; a denied one is undone all the same, and more roughly. `now`: RFC 3339.
 */
export function leftAsItIs(
	exemptions: readonly Exemption[],
	{ own, denied }: Running,
	policies: readonly string[],
	now: string,
): Exemption | undefined {
	const covers = ({ match }: Exemption) =>
		own.some((request) => {
			const { answer } = coverage(match, request);
			return answer === "yes" || (answer === "unknown" && !denied);
		});
	return exemptions.find(
		(exemption) => policies.includes(exemption.policy) && Date.parse(exemption.expiresAt) > Date.parse(now) && covers(exemption),
	);
}
