# Image references: [registry/]path[:tag][@digest]. Of anything but a string every function is undefined.
package lib.image

import data.lib.value
import data.lib.workload

# registry/path as Docker reads it: the host in lower case, Docker Hub's short names written out.
repository(image) := _parts(image).repository

_repository(name) := _on_host(_host(name), name) if {
	_host(name)
} else := _on_docker_hub(name)

_on_host(host, name) := $"{host}/{path}" if {
	not host in _docker_hub
	path := substring(name, count(host) + 1, -1)
} else := _on_docker_hub(substring(name, count(host) + 1, -1))

_docker_hub := {"docker.io", "index.docker.io", "registry-1.docker.io"}

_on_docker_hub(path) := $"docker.io/{path}" if {
	contains(path, "/")
} else := $"docker.io/library/{path}"

# The tag; empty when there is none.
tag(image) := _parts(image).tag

_tag(name) := substring(last, indexof(last, ":") + 1, -1) if {
	contains(name, ":")
	last := _last(name)
	contains(last, ":")
} else := ""

# True for a whole sha256 digest: the only kind that ECS and its registries use.
pinned(image) if _parts(image).pinned

_pinned(image) if {
	parts := split(image, "@sha256:")
	count(parts) == 2
	count(parts[1]) == 64
	trim(parts[1], "0123456789abcdef") == ""
} else := false

# The registry's host, without a port.
registry(image) := _registry(repository(image))

_registry(repository) := split(split(repository, "/")[0], ":")[0]

# {account, region} of a private ECR registry, by any of its host names: FIPS and dual-stack ones, and those of all partitions.
ecr(image) := found if {
	found := _parts(image).ecr
	found != null
}

_ecr(parts) := {"account": parts[0], "region": parts[3]} if {
	parts[1] == "dkr"
	parts[2] in {"ecr", "ecr-fips"}
	concat(".", array.slice(parts, 4, count(parts))) in _aws_domains
} else := {"account": parts[0], "region": parts[2]} if {
	parts[1] in {"dkr-ecr", "dkr-ecr-fips"}
	concat(".", array.slice(parts, 3, count(parts))) in {"on.aws", "on.amazonwebservices.com.cn"}
} else := null

_aws_domains := {"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov"}

# True for an image whose repository is one of the entries, or ends with one after a slash: an entry counts in every registry, and
# behind the prefix of a pull-through cache. `*` in an entry stands for anything.
listed(image, entries) if {
	name := repository(image)
	found := $"/{name}"
	some entry in entries
	_ends_with(found, entry)
}

_ends_with(found, entry) if {
	endswith(found, entry)
	endswith(found, $"/{entry}")
} else if {
	contains(entry, "*")
	glob.match($"*/{entry}", null, found)
} else if {
	not is_string(entry)
	endswith(found, $"/{entry}")
}

# What the reference says, read once for all policies where it is one of the task definition's.
_parts(image) := _of_definition[image] if {
	_of_definition[image]
} else := _read(image) if {
	is_string(image)
}

_of_definition := {image: _read(image) | some image in _images}

_images contains container.image if {
	some container in value.list(workload.definition, "containerDefinitions")
	is_string(container.image)
}

_read(image) := {"repository": repository, "tag": tag, "pinned": _pinned(image), "ecr": _ecr(split(_registry(repository), "."))} if {
	undigested := split(image, "@")[0]
	tag := _tag(undigested)
	repository := _repository(trim_suffix(undigested, $":{tag}"))
}

_last(name) := parts[count(parts) - 1] if parts := split(name, "/")

# The registry's host, where the reference begins with one: it has a dot, a port or a capital letter, or is localhost.
_host(name) := lower(first) if {
	parts := split(name, "/")
	count(parts) > 1
	first := parts[0]
	_is_host(first)
}

_is_host(first) if contains(first, ".")

_is_host(first) if contains(first, ":")

_is_host(first) if first != lower(first)

_is_host("localhost")
