package policies.secrets.environment_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.secrets.environment

plain(found) := fixture.with_container("environment", found)

test_allows_no_variables if {
	count(environment.violation) == 0 with input as fixture.without_container("environment")
	count(environment.violation) == 0 with input as plain([])
}

test_refuses_each_variable if {
	environment.violation == {{
		"msg": "container web: the variable PORT is set in plain text",
		"field": "/containerDefinitions/0/environment/0/name",
	}} with input as fixture.compliant
	count(environment.violation) == 2 with input as plain([{"name": "A", "value": "1"}, {"name": "B"}])
}

test_refuses_when_run if {
	found := environment.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environment/0/name"}
}

test_allowed_names if {
	every names in [["PORT"], ["P*"], ["HOST", "PORT"]] {
		count(environment.violation) == 0 with input as fixture.with_parameters(fixture.compliant, {"allowedNames": names})
	}
	every names in [[], ["port"], ["POR"], "PORT", null] {
		count(environment.violation) == 1 with input as fixture.with_parameters(fixture.compliant, {"allowedNames": names})
	}
}

test_ignored_containers if {
	count(environment.violation) == 0 with input as fixture.with_parameters(fixture.compliant, {"ignoreContainers": ["web"]})
}

test_refuses_wrong_types if {
	every wrong in ["PORT=80", null, {"PORT": "80"}, ["PORT=80"], [{"value": "x"}], [{"name": 1}], [{"name": null}]] {
		count(environment.violation) == 1 with input as plain(wrong)
	}
}

test_express_services if {
	environment.violation == {{
		"msg": "container Main: the variable PORT is set in plain text",
		"field": "/primaryContainer/environment/0/name",
	}} with input as express.creating([])
	count(environment.violation) == 0 with input as express.without_member("/primaryContainer/environment")
	every case in express.unknown_container("environment") {
		found := environment.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["environment", "environment/0/name"] {
		every case in fixture.unknown_container(member) {
			found := environment.violation with input as fixture.with_parameters(case.input, {"allowedNames": ["PORT"]})
			fixture.only_unknown(found, case.pointer)
		}
	}
}
