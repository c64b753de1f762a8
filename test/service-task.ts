/** The webhook service's container, as its template describes it once an operator has given the parameters. */
import { BALANCER } from "./balancer.ts";
import { SERVICE_PARAMETERS } from "./service-parameters.ts";
import { ofType, plain } from "./template.ts";
import { defaults, resolved } from "./template-values.ts";

interface Container {
	readonly User: string;
	readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
	readonly Secrets: readonly { readonly Name: string }[];
	readonly HealthCheck: { readonly Command: readonly string[] };
	readonly [member: string]: unknown;
}

export const template = plain("taskgate-webhook-service.template.json");

export function containerOf(): Container {
	const [definition] = ofType(template, "AWS::ECS::TaskDefinition");
	const [container] = definition!.Properties.ContainerDefinitions as Container[];
	return container!;
}

/** Without its secrets, which ECS puts in. */
export function containerEnvironment(given: Readonly<Record<string, string>> = {}): Record<string, string> {
	const made = { Balancer: BALANCER.arn, "AWS::Region": "eu-central-1" };
	const values = { ...defaults(template), ...SERVICE_PARAMETERS, ...made, ...given };
	return Object.fromEntries(containerOf().Environment.map(({ Name, Value }) => [Name, resolved(Value, values)]));
}
