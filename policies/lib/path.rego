# Paths on a container's host, as the kernel reads them.
package lib.path

# Absolute, without a trailing slash, repeated slashes, `.` and `..`; the root directory is "". Undefined for anything but a
# string, and for a path of more than 64 names that climbs with `..`: nobody needs one.
clean(path) := concat("/", array.concat([""], names)) if {
	names := _names(path)
	not ".." in names
} else := concat("/", array.concat([""], kept)) if {
	names := _names(path)
	count(names) <= 64
	kept := [name | some i, name in names; name != ".."; not _climbed(names, i)]
}

_names(path) := [name | some name in split(trim_space(path), "/"); not name in {"", "."}] if is_string(path)

# True for one clean path at or under another.
within(path, parent) if path == parent

within(path, parent) if startswith(path, $"{parent}/")

# True for a name that a later `..` takes back: up to there, more names are taken back than were added after it.
_climbed(names, i) if {
	some j, _ in names
	j > i
	after := array.slice(names, i + 1, j + 1)
	ups := count([up | some up in after; up == ".."])
	ups > count(after) - ups
}
