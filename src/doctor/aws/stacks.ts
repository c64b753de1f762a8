/** A stack, its parts and its template; and whether a CloudFormation hook stands. */
import {
	BatchDescribeTypeConfigurationsCommand,
	DescribeStacksCommand,
	DescribeTypeCommand,
	GetTemplateCommand,
	ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { messageOf } from "../../ecs/aws-error.ts";
import type { Reads } from "../reads.ts";
import type { StackRead, Template } from "../stack.ts";
import { allPages, reading, readingIfThere } from "./reading.ts";
import type { Session } from "./session.ts";

/** Undefined where there is none of that name. @throws {Unread} */
export async function readStack({ cloudFormation }: Session, StackName: string): Promise<StackRead | undefined> {
	const told = await reading("cloudformation:DescribeStacks", async () => {
		try {
			const { Stacks = [] } = await cloudFormation().send(new DescribeStacksCommand({ StackName }));
			return Stacks[0];
		} catch (error) {
			if (/does not exist/.test(messageOf(error))) return undefined;
			throw error;
		}
	});
	if (told === undefined || told.StackStatus === "DELETE_COMPLETE") return undefined;
	// Not DescribeStackResources: that one ends with the first hundred.
	const parts = await reading("cloudformation:ListStackResources", () =>
		allPages(async (NextToken) => {
			const answer = await cloudFormation().send(new ListStackResourcesCommand({ StackName, NextToken }));
			return { items: answer.StackResourceSummaries, next: answer.NextToken };
		}),
	);
	const { TemplateBody = "{}" } = await reading("cloudformation:GetTemplate", () =>
		cloudFormation().send(new GetTemplateCommand({ StackName, TemplateStage: "Processed" })),
	);
	return {
		name: told.StackName ?? StackName,
		createdAt: told.CreationTime?.toISOString() ?? "",
		status: told.StackStatus ?? "?",
		parameters: Object.fromEntries((told.Parameters ?? []).map((one) => [one.ParameterKey ?? "", one.ParameterValue ?? ""])),
		outputs: Object.fromEntries((told.Outputs ?? []).map((one) => [one.OutputKey ?? "", one.OutputValue ?? ""])),
		parts: parts
			.filter(({ ResourceStatus }) => ResourceStatus !== "DELETE_COMPLETE")
			.map((one) => ({ id: one.LogicalResourceId ?? "", type: one.ResourceType ?? "", name: one.PhysicalResourceId ?? "" })),
		template: JSON.parse(TemplateBody) as Template,
	};
}

export function readingHooks({ cloudFormation }: Session): Pick<Reads, "hookType"> {
	return {
		async hookType(TypeName) {
			const about = { Type: "HOOK" as const, TypeName };
			const told = await readingIfThere("cloudformation:DescribeType", ["TypeNotFoundException"], () =>
				cloudFormation().send(new DescribeTypeCommand(about)),
			);
			if (told === undefined) return undefined;
			const { TypeConfigurations = [], Errors = [] } = await reading("cloudformation:BatchDescribeTypeConfigurations", () =>
				cloudFormation().send(new BatchDescribeTypeConfigurationsCommand({ TypeConfigurationIdentifiers: [about] })),
			);
			const text = TypeConfigurations[0]?.Configuration;
			return {
				isActivated: told.IsActivated !== false && Errors.length === 0,
				configuration: text ? (JSON.parse(text) as unknown) : undefined,
			};
		},
	};
}
