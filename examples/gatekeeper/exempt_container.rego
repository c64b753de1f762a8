# One of the `libs` of the same ConstraintTemplate.
package lib.exempt_container

is_exempt(container) {
	exempt := object.get(input, ["parameters", "exemptImages"], [])[_]
	_matches(exempt, container.image)
}

_matches(exempt, image) {
	endswith(exempt, "*")
	startswith(image, trim_suffix(exempt, "*"))
}

_matches(exempt, image) {
	exempt == image
}
