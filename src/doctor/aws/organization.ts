/** The service control policies in force on an account: its own, those of the units above it, and the root's. */
import {
	DescribeOrganizationCommand,
	DescribePolicyCommand,
	ListParentsCommand,
	ListPoliciesForTargetCommand,
} from "@aws-sdk/client-organizations";
import type { ControlPolicies, Reads } from "../reads.ts";
import { allPages, reading, readingIfThere } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingOrganization(session: Session): Pick<Reads, "controlPolicies"> {
	return {
		async controlPolicies(account) {
			const told = await readingIfThere("organizations:DescribeOrganization", ["AWSOrganizationsNotInUseException"], () =>
				session.organizations().send(new DescribeOrganizationCommand({})),
			);
			if (told === undefined) return undefined;
			const managementAccount = told.Organization?.MasterAccountId ?? "";
			if (managementAccount === account) return { managementAccount, attached: [] };
			const targets = await lineage(session, account);
			const attached = await Promise.all(targets.map((target) => attachedTo(session, target)));
			return { managementAccount, attached: attached.flat() };
		},
	};
}

/** The account, then each unit above it, and the root last. */
async function lineage({ organizations }: Session, account: string): Promise<readonly string[]> {
	const targets = [account];
	for (let child = account; !child.startsWith("r-"); ) {
		const { Parents = [] } = await reading("organizations:ListParents", () =>
			organizations().send(new ListParentsCommand({ ChildId: child })),
		);
		const parent = Parents[0]?.Id;
		if (parent === undefined || targets.includes(parent)) break;
		targets.push(parent);
		child = parent;
	}
	return targets;
}

async function attachedTo({ organizations }: Session, target: string): Promise<ControlPolicies["attached"]> {
	const policies = await reading("organizations:ListPoliciesForTarget", () =>
		allPages(async (NextToken) => {
			const about = { TargetId: target, Filter: "SERVICE_CONTROL_POLICY" as const, NextToken };
			const answer = await organizations().send(new ListPoliciesForTargetCommand(about));
			return { items: answer.Policies, next: answer.NextToken };
		}),
	);
	return Promise.all(
		policies.map(async ({ Id, Name = "" }) => {
			const { Policy } = await reading("organizations:DescribePolicy", () =>
				organizations().send(new DescribePolicyCommand({ PolicyId: Id })),
			);
			return { target, policy: Name, document: JSON.parse(Policy?.Content ?? "{}") as unknown };
		}),
	);
}
