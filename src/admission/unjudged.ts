/** Decisions on what no policy was asked about. Pure. */
import { policiesAsked, type Selection, strictestFailurePolicy } from "./constraint.ts";
import type { Decision, Failure, Provenance } from "./decide.ts";
import type { UnresolvedRequest } from "./request.ts";

/** Nothing was judged because the request could not be completed; `selection` holds the constraints that could have matched. */
export function undecided(request: UnresolvedRequest, failure: Failure, selection: Selection, provenance: Provenance): Decision {
	return {
		verdict: "undecided",
		failurePolicy: strictestFailurePolicy(selection.selected, request.enforcementPoint),
		enforcements: [],
		failures: [failure],
		unknowns: [],
		notApplicable: [],
		skipped: selection.skipped,
		asked: policiesAsked(selection),
		request,
		...provenance,
	};
}
