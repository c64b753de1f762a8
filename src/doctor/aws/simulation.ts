/** What a role may, as IAM simulates it; nothing is done by it. */
import { SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import type { Reads } from "../reads.ts";
import { allPages, reading } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingSimulation({ iam }: Session): Pick<Reads, "simulate"> {
	return {
		simulate: ({ role, actions, resources, context }) =>
			reading("iam:SimulatePrincipalPolicy", async () => {
				const results = await allPages(async (Marker) => {
					const answer = await iam().send(
						new SimulatePrincipalPolicyCommand({
							...{ PolicySourceArn: role, ActionNames: [...actions], ResourceArns: [...resources], Marker },
							ContextEntries: Object.entries(context).map(([ContextKeyName, values]) => ({
								...{ ContextKeyName, ContextKeyValues: [...values], ContextKeyType: values.length === 1 ? "string" : "stringList" },
							})),
						}),
					);
					return { items: answer.EvaluationResults, next: answer.IsTruncated === true ? answer.Marker : undefined };
				});
				return results.map((one) => ({
					action: one.EvalActionName ?? "?",
					resource: one.EvalResourceName ?? "*",
					decision: one.EvalDecision ?? "?",
					byOrganization: one.OrganizationsDecisionDetail?.AllowedByOrganizations === false,
					byBoundary: one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
				}));
			}),
	};
}
