# What is known of the images that would run, besides their names: config, vulnerabilities, signatures. A policy gets the parts that
# its METADATA asks for by `evidence`.
package lib.evidence

import data.lib.value
import data.lib.workload

# {"found", "at"} of a part of the evidence on a container's image. Where there is a marker it is found, and `at` is where it stands: the
# image's own, when that is known only at deploy time, or the evidence's, when nobody could tell. Where nobody has asked, null is found.
fact(container, i, part) := {"found": image, "at": workload.pointer(i, "image")} if {
	image := value.get(container, "image", value.malformed)
	not is_string(image)
} else := {"found": found, "at": at(container.image, part)} if {
	found := _of(container.image, part)
	value.unknown(found)
} else := {"found": _of(container.image, part), "at": workload.pointer(i, "image")}

_of(image, part) := object.get(input.request, ["context", "images", image, part], value.malformed)

# The JSON pointer of a part of the evidence on an image.
at(image, part) := $"/context/images/{_escaped(image)}/{part}"

_escaped(image) := replace(replace(image, "~", "~0"), "/", "~1")

# How a message goes on after the image: with the problem, or with the reason why nobody can tell.
problem(fact, part, text) := value.problem(fact.found, text) if {
	value.unknown(fact.found)
	not startswith(fact.at, "/context/images/")
} else := $"cannot be judged: its {part} is not known ({reason})" if {
	reason := fact.found["$unknown"]
} else := $"cannot be judged: nobody has asked for its {part}" if {
	fact.found == value.malformed
} else := text
