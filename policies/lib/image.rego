# Image references: [registry/]path[:tag][@digest]. Of anything but a string every function is undefined.
package lib.image

# registry/path as Docker reads it: the host in lower case, Docker Hub's short names written out.
repository(image) := $"{host}/{substring(name, count(host) + 1, -1)}" if {
	name := _untagged(image)
	host := _host(name)
	not host in _docker_hub
} else := _on_docker_hub(substring(name, count(host) + 1, -1)) if {
	name := _untagged(image)
	host := _host(name)
} else := _on_docker_hub(_untagged(image))

_docker_hub := {"docker.io", "index.docker.io", "registry-1.docker.io"}

_on_docker_hub(path) := $"docker.io/{path}" if {
	contains(path, "/")
} else := $"docker.io/library/{path}"

# The tag; empty when there is none.
tag(image) := substring(last, indexof(last, ":") + 1, -1) if {
	last := _last(_undigested(image))
	contains(last, ":")
} else := "" if {
	is_string(image)
}

# True for a whole sha256 digest: the only kind that ECS and its registries use.
pinned(image) if {
	parts := split(image, "@sha256:")
	count(parts) == 2
	count(parts[1]) == 64
	trim(parts[1], "0123456789abcdef") == ""
}

# The registry's host, without a port.
registry(image) := split(split(repository(image), "/")[0], ":")[0]

# {account, region} of a private ECR registry, by any of its host names: FIPS and dual-stack ones, and those of all partitions.
ecr(image) := {"account": parts[0], "region": parts[3]} if {
	parts := split(registry(image), ".")
	parts[1] == "dkr"
	parts[2] in {"ecr", "ecr-fips"}
	concat(".", array.slice(parts, 4, count(parts))) in _aws_domains
} else := {"account": parts[0], "region": parts[2]} if {
	parts := split(registry(image), ".")
	parts[1] in {"dkr-ecr", "dkr-ecr-fips"}
	concat(".", array.slice(parts, 3, count(parts))) in {"on.aws", "on.amazonwebservices.com.cn"}
}

_aws_domains := {"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov"}

# True for an image whose repository is one of the entries, or ends with one after a slash: an entry counts in every registry, and
# behind the prefix of a pull-through cache. `*` in an entry stands for anything.
listed(image, entries) if {
	found := repository(image)
	some entry in entries
	_ends_with($"/{found}", $"/{entry}")
}

_ends_with(found, ending) if endswith(found, ending)

_ends_with(found, ending) if {
	contains(ending, "*")
	glob.match($"*{ending}", null, found)
}

_undigested(image) := split(image, "@")[0]

_untagged(image) := trim_suffix(_undigested(image), $":{tag(image)}")

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
