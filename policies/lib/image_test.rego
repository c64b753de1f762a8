package lib.image_test

import data.lib.image

test_repository if {
	every given, repository in {
		"nginx": "docker.io/library/nginx",
		"nginx:1.27": "docker.io/library/nginx",
		"bitnami/nginx": "docker.io/bitnami/nginx",
		"docker.io/nginx": "docker.io/library/nginx",
		"index.docker.io/a/b:1": "docker.io/a/b",
		"localhost/web:1": "localhost/web",
		"localhost:5000/web": "localhost:5000/web",
		"Reg.Example/a/b:1@sha256:abc": "reg.example/a/b",
		"EVIL/web": "evil/web",
		"public.ecr.aws/a/b@sha256:abc": "public.ecr.aws/a/b",
	} {
		image.repository(given) == repository
	}
}

test_tag if {
	every given, tag in {"a": "", "a:1": "1", "r:5000/a": "", "r:5000/a:1": "1", "a:1@sha256:abc": "1", "a@sha256:abc": "", "": ""} {
		image.tag(given) == tag
	}
}

test_of_no_text if {
	every wrong in [null, 1, {}, []] {
		not image.repository(wrong)
		not image.tag(wrong)
		not image.pinned(wrong)
	}
}
