# The `rego` of a ConstraintTemplate, as it stands there; `input.parameters` comes from constraints.yaml.
package ecs_allowed_repos

import data.lib.exempt_container.is_exempt

violation[{"msg": msg, "details": {"image": container.image}}] {
	container := input.review.object.containerDefinitions[_]
	not is_exempt(container)
	not has_allowed_prefix(container.image)
	msg := sprintf("container <%v> has the image <%v>, which is from none of %v", [container.name, container.image, input.parameters.repos])
}

has_allowed_prefix(image) {
	strings.any_prefix_match(image, input.parameters.repos)
}
