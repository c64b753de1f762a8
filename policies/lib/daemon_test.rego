package lib.daemon_test

import data.lib.daemon
import data.lib.daemon_fixture_test as daemons
import data.lib.fixture_test as fixture

family(document) := found if {
	found := daemon.family with input as document
}

naming(reference) := daemons.with_member("/daemonTaskDefinitionArn", reference)

test_family if {
	every document in [daemons.registering([]), daemons.creating([]), daemons.updating({})] {
		family(document) == "node-agent"
	}
}

test_family_of_nothing if {
	every reference in [
		"node-agent", "node-agent:2", "arn:aws:ecs:eu-west-1:999999999999:daemon-task-definition/node-agent:2",
		"arn:aws:ecs:eu-west-1:123456789012:task-definition/node-agent:2", "arn:aws:s3:eu-west-1:123456789012:daemon-task-definition/node-agent:2", "", null,
		1, {},
	] {
		family(naming(reference)) == null
	}
	family(daemons.without_member("/daemonTaskDefinitionArn")) == null
	family(daemons.registering([{"op": "remove", "path": "/family"}])) == null
	family(json.remove(daemons.creating([]), ["/request/object"])) == null
	family(json.remove(daemons.creating([]), ["/request/account"])) == null
}

test_unknown_family if {
	every document in [naming(fixture.marker), daemons.defined("/family", fixture.marker), daemons.unknown_definition[0].input] {
		family(document) == fixture.marker
		daemon.undecided(["*"]) with input as document
		not daemon.undecided([]) with input as document
		not daemon.listed(["*"]) with input as document
	}
}

test_listed if {
	every document in [daemons.registering([]), daemons.creating([])] {
		every families in [["node-agent"], ["node-*"], ["*"], ["x", "node-agent"]] {
			daemon.listed(families) with input as document
			not daemon.undecided(families) with input as document
		}
		every families in [[], ["agent"], ["node-agent:2"]] {
			not daemon.listed(families) with input as document
		}
	}
}

test_field if {
	definition := daemon.field with input as daemons.registering([])
	definition == "/family"
	call := daemon.field with input as daemons.updating({})
	call == "/daemonTaskDefinitionArn"
}
