/** RestoreDaemon: the daemon goes back to its last admitted configuration, all of it. ECS drains and replaces instances for that. */
import { UpdateDaemonCommand, type UpdateDaemonCommandInput } from "@aws-sdk/client-ecs";
import { describeDaemon, describeDaemonTaskDefinition } from "../look-ups/daemon.ts";
import { admittedBefore } from "./admitted-before.ts";
import { done, ended, type Perform } from "./job.ts";

const SETTINGS = [
	...["daemonTaskDefinitionArn", "capacityProviderArns", "deploymentConfiguration", "propagateTags", "enableECSManagedTags"],
	...["enableExecuteCommand", "critical"],
];

export const restoreDaemon: Perform = async (job) => {
	const { action, place, ecs, options } = job;
	const found = await admittedBefore(job, "Daemon", await describeDaemon(ecs, place, action.target, options), SETTINGS);
	if ("end" in found) return found.end;
	const { decision, configuration } = found.admitted;
	const { daemonTaskDefinitionArn, capacityProviderArns } = configuration;
	if (typeof daemonTaskDefinitionArn !== "string" || !Array.isArray(capacityProviderArns)) {
		return ended("notApplicable", "what was admitted names no task definition, or no capacity providers");
	}
	const definition = await describeDaemonTaskDefinition(ecs, place, daemonTaskDefinitionArn, options);
	if (definition?.status !== "ACTIVE") {
		return ended("notApplicable", `${daemonTaskDefinitionArn}, which was admitted last, is ${definition?.status ?? "gone"}`);
	}
	const input = { ...configuration, daemonArn: action.target } as unknown as UpdateDaemonCommandInput;
	const updated = await ecs.send(new UpdateDaemonCommand(input), options);
	return done(updated, `the daemon was brought back to what decision ${decision.uid} admitted, ${daemonTaskDefinitionArn}`);
};
