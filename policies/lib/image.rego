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
