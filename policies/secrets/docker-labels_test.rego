package policies.secrets["docker-labels_test"]

import data.lib.credential_fixture_test as credential
import data.lib.fixture_test as fixture
import data.policies.secrets["docker-labels"] as docker_labels

labelled(labels) := fixture.with_container("dockerLabels", labels)

test_allows_harmless_labels if {
	count(docker_labels.violation) == 0 with input as fixture.compliant
	every labels in [{}, {"team": "web", "com.example/port": "8080"}, {"traefik.http.middlewares.auth.basicauth.users": "app:$apr1$x"}] {
		count(docker_labels.violation) == 0 with input as labelled(labels)
	}
}

test_refuses_secrets if {
	docker_labels.violation == {{
		"msg": "container web: the Docker label com.example/db~url looks like a URL with a password",
		"field": "/containerDefinitions/0/dockerLabels/com.example~1db~0url",
	}} with input as labelled({"team": "web", "com.example/db~url": credential.url})
}

test_refuses_when_run if {
	found := docker_labels.violation with input as fixture.running(labelled({"key": credential.aws_key}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/dockerLabels/key"}
}

test_ignored_containers if {
	document := fixture.with_parameters(labelled({"key": credential.aws_key}), {"ignoreContainers": ["web"]})
	count(docker_labels.violation) == 0 with input as document
}

test_refuses_wrong_types if {
	every wrong in [null, "team=web", 1, ["team"]] {
		messages := {violation.msg | some violation in docker_labels.violation} with input as labelled(wrong)
		messages == {"container web: the Docker labels cannot be read"}
	}
	every wrong in [null, 1, true, ["web"], {}] {
		count(docker_labels.violation) == 1 with input as labelled({"team": wrong})
	}
}

test_unknown if {
	every case in fixture.unknown_container("dockerLabels") {
		found := docker_labels.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	count(docker_labels.violation) == 1 with input as labelled({"$unknown": credential.url})
	found := docker_labels.violation with input as labelled({"team": fixture.marker})
	fixture.only_unknown(found, "/containerDefinitions/0/dockerLabels/team")
}
