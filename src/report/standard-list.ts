/** The standards that policies are held against, each as what the policies' own references say of it. */
import type { Policy } from "../admission/policy.ts";

export interface Standard {
	readonly id: string;
	readonly title: string;
	/** Where the mapping comes from, in a sentence. */
	readonly about: string;
	/** Its controls that this policy makes. */
	controlsOf(policy: Policy): readonly string[];
}

export const STANDARDS: readonly Standard[] = [
	{
		id: "securityhub",
		title: "AWS Security Hub: Amazon ECS controls",
		about: "By the numbers of Security Hub's own page. Security Hub looks at the latest ACTIVE revision alone; here every object counts.",
		controlsOf: byReference("securityhub/"),
	},
	{
		id: "controltower",
		title: "AWS Control Tower: proactive controls for Amazon ECS",
		about: "The controls that Control Tower makes of CloudFormation templates; here every object counts, however it came about.",
		controlsOf: byReference("controltower/"),
	},
	{
		id: "config",
		title: "AWS Config: managed rules for Amazon ECS",
		about: "The managed rules, those of the conformance pack Security-Best-Practices-for-ECS among them.",
		controlsOf: byReference("config/"),
	},
	{
		id: "nist-800-53",
		title: "NIST SP 800-53 revision 5, as cdk-nag maps it",
		about:
			"Only what a public rule pack maps is listed: cdk-nag's NIST.800.53.R5 has one rule for ECS, and names the control ids in its own documentation. Nothing else is claimed.",
		controlsOf: byReference("cdk-nag/NIST.800.53.R5-"),
	},
	{
		id: "fargate",
		title: "Fargate considerations",
		about:
			"What AWS Fargate refuses or limits in a task definition, as the developer guide lists it; on other launch types it is a baseline of isolation.",
		controlsOf: ({ id }) => (id.startsWith("fargate/") ? [id.slice("fargate/".length)] : []),
	},
];

function byReference(prefix: string): Standard["controlsOf"] {
	return ({ references }) =>
		references.filter((reference) => reference.startsWith(prefix)).map((reference) => reference.slice(prefix.length));
}
