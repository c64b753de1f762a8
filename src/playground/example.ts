/** What the playground begins with: something to be denied, and the policy that denies it. */
export const EXAMPLE = {
	definition: `{
  "family": "web",
  "containerDefinitions": [
    {
      "name": "app",
      "image": "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web:1.4.2",
      "privileged": true,
      "memory": 512
    }
  ]
}
`,
	rego: `package policies.workload.privileged

# METADATA
# title: Containers are not privileged
# description: A privileged container owns its host.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition]
#   remediation: Remove \`privileged\`.
violation contains {"msg": msg, "field": field} if {
	some i, container in input.request.object.containerDefinitions
	not _allowed(container)
	msg := $"container {container.name} is privileged"
	field := $"/containerDefinitions/{i}/privileged"
}

_allowed(container) if object.get(container, "privileged", false) == false
`,
} as const;
