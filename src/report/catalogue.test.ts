import { expect, test } from "vitest";
import type { Policy } from "../admission/policy.ts";
import { catalogueJson, catalogueTable, policyPage } from "./catalogue.ts";

const STYLE = { color: false, width: 80 };
const POLICY: Policy = {
	id: "workload/privileged",
	title: "Containers are not privileged",
	description: "A privileged container owns its host.",
	severity: "critical",
	kinds: ["TaskDefinition", "Task"],
	remediation: "Remove `privileged`.",
	references: ["securityhub/ECS.4", "checkov/CKV_AWS_334"],
	aliases: ["container/privileged"],
	deprecated: false,
	parameters: { ignoreContainers: { description: "Names of containers.", default: [] } },
};
const OTHER: Policy = { ...POLICY, id: "network/public-ip", references: ["securityhub/ECS.16", "securityhub/ECS.2"], severity: "high" };

test("the machine-readable list has exactly the documented members", () => {
	expect(JSON.parse(catalogueJson([POLICY]))).toEqual([
		{
			id: "workload/privileged",
			title: "Containers are not privileged",
			severity: "critical",
			kinds: ["TaskDefinition", "Task"],
			references: ["securityhub/ECS.4", "checkov/CKV_AWS_334"],
			parameters: { ignoreContainers: { description: "Names of containers.", default: [] } },
		},
	]);
});

test("the table is aligned", () => {
	const service: Policy = { ...OTHER, kinds: ["Service", "Task"] };
	expect(catalogueTable([POLICY, service], STYLE)).toBe(`workload/privileged  critical  Containers are not privileged
network/public-ip    high      Containers are not privileged (Service, Task)

2 policies; where no kinds are named, task definitions are judged. \`taskgate
policy show ID\` tells all of one.
`);
});

test("a policy's page has all that it says of itself", () => {
	expect(policyPage(POLICY, STYLE)).toBe(`workload/privileged: Containers are not privileged
severity critical · judges TaskDefinition, Task

A privileged container owns its host.

How to mend
  Remove \`privileged\`.

Parameters
  ignoreContainers (default: [])
    Names of containers.

The same elsewhere
  securityhub/ECS.4, checkov/CKV_AWS_334

Formerly
  container/privileged
`);
});
