package ecs_allowed_repos

review := {"object": {"containerDefinitions": [{"name": "app", "image": "docker.io/nginx"}]}}

test_another_repository_is_refused {
	count(violation) == 1 with input as {"review": review, "parameters": {"repos": ["public.ecr.aws/"]}}
}

test_an_allowed_repository_passes {
	count(violation) == 0 with input as {"review": review, "parameters": {"repos": ["docker.io/"]}}
}

test_an_exempt_image_passes {
	count(violation) == 0 with input as {"review": review, "parameters": {"repos": ["public.ecr.aws/"], "exemptImages": ["docker.io/*"]}}
}
