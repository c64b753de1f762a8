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
		"localhost": "docker.io/library/localhost",
		"node.js:20": "docker.io/library/node.js",
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

test_registry if {
	image.registry("nginx") == "docker.io"
	image.registry("Reg.example:5000/a:1") == "reg.example"
}

test_ecr if {
	every host in [
		"1.dkr.ecr.eu-west-1.amazonaws.com", "1.dkr.ecr-fips.eu-west-1.amazonaws.com", "1.dkr.ecr.eu-west-1.amazonaws.com.cn",
		"1.dkr-ecr.eu-west-1.on.aws", "1.dkr-ecr-fips.eu-west-1.on.aws", "1.dkr-ecr.eu-west-1.on.amazonwebservices.com.cn",
		"1.DKR.ecr.eu-west-1.amazonaws.com:443", "1.dkr.ecr.eu-west-1.amazonaws.eu", "1.dkr.ecr.eu-west-1.cloud.adc-e.uk", "1.dkr.ecr.eu-west-1.csp.hci.ic.gov",
	] {
		image.ecr($"{host}/web:1") == {"account": "1", "region": "eu-west-1"}
	}
	every host in [
		"public.ecr.aws", "docker.io", "1.dkr.ecr.eu-west-1.evil.example", "1.dkr.ecr.eu-west-1.amazonaws.com.evil.example",
		"1.dkr-ecr.eu-west-1.amazonaws.com", "1.dkr.ecr.on.aws", "1.dkr.s3.eu-west-1.amazonaws.com", "1.x.ecr.eu-west-1.amazonaws.com",
		"1.dkr-s3.eu-west-1.on.aws",
	] {
		not image.ecr($"{host}/web:1")
	}
}

test_listed if {
	every found in [
		"docker", "docker:dind", "docker.io/library/docker", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/docker:1",
	] {
		image.listed(found, ["x/y", "library/docker"])
	}
	every entry in ["kindest/*", "*/node", "docker.io/kindest/node", "node"] {
		image.listed("kindest/node:v1", [entry])
	}
	every entry in ["kindest", "est/node", "node/", "kindest/*/node", "", "kin*st", "kindest/nod?", "kindest/[n]ode"] {
		not image.listed("kindest/node:v1", [entry])
	}
	every wrong in [null, 1, {}, []] {
		not image.listed(wrong, ["*"])
		not image.listed("nginx", [wrong])
	}
}

test_pinned if {
	digest := "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
	image.pinned($"web@sha256:{digest}")
	image.pinned($"reg.example:5000/a/web:1@sha256:{digest}")
	every found in ["web", "web@sha256:", $"web@sha256:{digest}0", $"web@sha256:{upper(digest)}", $"web@sha256:{digest}@sha256:{digest}"] {
		not image.pinned(found)
	}
}

test_an_image_of_the_task_definition_reads_as_any_other if {
	every text in ["web", "eu.gcr.io/p/web:1", "docker.io/a/b@sha256:0", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:2"] {
		request := {"kind": "TaskDefinition", "object": {"containerDefinitions": [{"image": text}, {"image": 7}, null]}}
		known := {"repository": image.repository(text), "tag": image.tag(text)} with input as {"request": request}
		unknown := {"repository": image.repository(text), "tag": image.tag(text)} with input as {"request": {}}
		known == unknown
	}
}

test_an_entry_that_YAML_reads_as_a_number_counts if {
	image.listed("docker.io/alexwhen/2048", [2048])
	not image.listed("docker.io/alexwhen/12048", [2048])
}
