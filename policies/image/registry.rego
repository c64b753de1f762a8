package policies.image.registry

import data.lib.image
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Images come from allowed registries
# description: An image from elsewhere was built, scanned and signed by nobody you know. Unless told otherwise only the account's own ECR is allowed, so an account that is not known allows nothing; neither does an empty list.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Copy the image into an allowed registry, for instance by an ECR pull-through cache; or list where it comes from in `allowedRegistries`.
#   references: [config/ECS_ECRIMAGE_CHECK, nirmata/validate-allowed-registries, gatecheck/image, cnspec/ecs-container-image-from-ecr]
#   parameters:
#     allowedRegistries:
#       description: >-
#         Registries, or repositories with everything below them, such as `public.ecr.aws/docker/library`. `*` stands for anything but a slash, and in the host for anything but a dot too; `{account}` for the request's account; Docker Hub is `docker.io`.
#       default: ["{account}.dkr.ecr.*.amazonaws.com", "{account}.dkr.ecr.*.amazonaws.com.cn"]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	not _allowed(found)
	msg := $"the image of container {workload.name(container, i)} {value.problem(found, _problem(found))}"
	field := workload.pointer(i, "image")
}

_allowed(found) if {
	parts := split(image.repository(found), "/")
	some entry in _entries
	every i, pattern in split(entry, "/") {
		_like(parts[i], pattern)
	}
	_dots(parts[0]) == _dots(split(entry, "/")[0])
}

# In the host `*` takes no dot: whoever names a bucket `<account>.dkr.ecr.x` has the host `<account>.dkr.ecr.x.s3.amazonaws.com`.
_dots(host) := count(split(host, "."))

_like(part, pattern) if part == pattern

# One `*` needs no pattern matcher, which would have to be built for each request.
_like(part, pattern) if {
	[before, after] := split(pattern, "*")
	startswith(part, before)
	endswith(part, after)
	count(part) >= count(before) + count(after)
}

_like(part, pattern) if {
	count(split(pattern, "*")) > 2
	glob.match(pattern, null, part)
}

_entries := [entry |
	some given in parameter.list("allowedRegistries", [
		"{account}.dkr.ecr.*.amazonaws.com",
		"{account}.dkr.ecr.*.amazonaws.com.cn",
	])
	entry := trim_right(concat(_account(given), split(given, "{account}")), "/")
]

_account(given) := "" if not contains(given, "{account}")

_account(given) := input.request.account if contains(given, "{account}")

_problem(found) := $"comes from {repository}{_unfilled}" if {
	repository := image.repository(found)
} else := "is no text"

# Only where an entry asks for the account.
_unfilled := ", and the request's own account is not known" if {
	not input.request.account
	count(_entries) == 0
} else := ""
