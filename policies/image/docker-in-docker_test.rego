package policies.image["docker-in-docker_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["docker-in-docker"] as docker_in_docker

from(found) := fixture.with_container("image", found)

test_allows_other_images if {
	count(docker_in_docker.violation) == 0 with input as fixture.compliant
	every found in ["nginx", "library/docker/web:1", "mydocker:1", "podman/stable:1", "team/dind:1"] {
		count(docker_in_docker.violation) == 0 with input as from(found)
	}
}

test_refuses_docker_in_docker if {
	docker_in_docker.violation == {{
		"msg": "the image of container web runs a container engine: docker:27-dind",
		"field": "/containerDefinitions/0/image",
	}} with input as from("docker:27-dind")
	every found in [
		"docker", "docker:latest", "team/base:DinD-1", "docker.io/library/docker@sha256:abc", "kindest/node:v1", "rancher/k3s:v1",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/docker:27", "jpetazzo/dind", "cruizba/ubuntu-dind",
		"moby/buildkit:rootless", "earthly/buildkitd", "earthly/earthly", "quay.io/podman/stable", "quay.io/buildah/stable:v1",
	] {
		count(docker_in_docker.violation) == 1 with input as from(found)
	}
}

test_refuses_when_run if {
	found := docker_in_docker.violation with input as fixture.running(from("docker:dind"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/image"}
}

test_denied_images if {
	parameters := {"deniedImages": ["team/builder"]}
	every found in ["team/builder:1", "team/base:dind"] {
		count(docker_in_docker.violation) == 1 with input as fixture.with_parameters(from(found), parameters)
	}
	count(docker_in_docker.violation) == 0 with input as fixture.with_parameters(from("moby/buildkit:1"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["nginx"], {}] {
		count(docker_in_docker.violation) == 1 with input as from(wrong)
	}
	count(docker_in_docker.violation) == 1 with input as fixture.without_container("image")
}

test_express_services if {
	count(docker_in_docker.violation) == 0 with input as express.creating([])
	docker_in_docker.violation == {{
		"msg": "the image of container Main runs a container engine: docker:dind",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "docker:dind")
	every case in express.unknown_container("image") {
		found := docker_in_docker.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["image"] {
		every case in fixture.unknown_container(member) {
			found := docker_in_docker.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
