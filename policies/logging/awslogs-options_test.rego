package policies.logging["awslogs-options_test"]

import data.lib.fixture_test as fixture
import data.lib.log_fixture_test as logs
import data.policies.logging["awslogs-options"] as awslogs_options

logging(found) := logs.logging("awslogs", found)

test_allows_all_options_and_other_drivers if {
	count(awslogs_options.violation) == 0 with input as logging(logs.options)
	count(awslogs_options.violation) == 0 with input as logging(object.union(logs.options, {"awslogs-create-group": "true"}))
	count(awslogs_options.violation) == 0 with input as logs.logging("splunk", {})
	count(awslogs_options.violation) == 0 with input as fixture.without_container("logConfiguration")
}

test_refuses_missing_options if {
	awslogs_options.violation == {{
		"msg": "container web: the log option awslogs-group is not set",
		"field": "/containerDefinitions/0/logConfiguration/options/awslogs-group",
	}} with input as logging(object.remove(logs.options, ["awslogs-group"]))
	every option, _ in logs.options {
		count(awslogs_options.violation) == 1 with input as logging(object.remove(logs.options, [option]))
		every wrong in ["", " ", null, 1, [], true] {
			count(awslogs_options.violation) == 1 with input as logging(object.union(logs.options, {option: wrong}))
		}
	}
	count(awslogs_options.violation) == 3 with input as fixture.compliant
}

test_refuses_when_run if {
	found := awslogs_options.violation with input as fixture.running(logging(object.remove(logs.options, ["awslogs-region"])))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/options/awslogs-region"}
}

test_required_options if {
	parameters := {"requiredOptions": ["awslogs-group"]}
	count(awslogs_options.violation) == 0 with input as fixture.with_parameters(logging({"awslogs-group": "web"}), parameters)
	count(awslogs_options.violation) == 1 with input as fixture.with_parameters(logging({}), parameters)
}

test_allow_create_group if {
	parameters := {"allowCreateGroup": false}
	count(awslogs_options.violation) == 0 with input as fixture.with_parameters(logging(logs.options), parameters)
	no := object.union(logs.options, {"awslogs-create-group": "false"})
	count(awslogs_options.violation) == 0 with input as fixture.with_parameters(logging(no), parameters)
	every found in ["true", "True", "", true, null] {
		asked := logging(object.union(logs.options, {"awslogs-create-group": found}))
		refused := awslogs_options.violation with input as fixture.with_parameters(asked, parameters)
		fixture.fields(refused) == {"/containerDefinitions/0/logConfiguration/options/awslogs-create-group"}
		count(awslogs_options.violation) == 0 with input as fixture.with_parameters(asked, {"allowCreateGroup": true})
	}
	asked := logging(object.union(logs.options, {"awslogs-create-group": "true"}))
	messages := {violation.msg | some violation in awslogs_options.violation} with input as fixture.with_parameters(asked, parameters)
	messages == {"container web: awslogs-create-group is set"}
}

test_refuses_wrong_types if {
	every wrong in [null, "awslogs", [], {"logDriver": 1}] {
		refused := awslogs_options.violation with input as fixture.with_container("logConfiguration", wrong)
		fixture.fields(refused) == {"/containerDefinitions/0/logConfiguration/logDriver"}
	}
	every wrong in [null, "awslogs-group=web", []] {
		count(awslogs_options.violation) == 3 with input as logging(wrong)
	}
}

test_unknown if {
	every case in logs.unknown_options(logging(logs.options), ["awslogs-group", "awslogs-region"]) {
		found := awslogs_options.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
