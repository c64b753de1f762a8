# What a call says itself: of an Express service, a daemon and their like nothing else is looked up.
package lib.call

import data.lib.value

# The member that the call gives, or `otherwise`. Undefined where an update leaves the member as it is: it was judged when it was set.
given(key, otherwise) := value.get(object.get(input.request, "object", value.malformed), key, otherwise) if not _left(key)

_left(key) if {
	input.request.operation == "UPDATE"
	not value.unknown(input.request.object)
	object.get(input.request.object, key, null) == null
}
