package policies.cluster["exec-logging_test"]

import data.lib.fixture_test as fixture
import data.policies.cluster["exec-logging"] as exec_logging

creating(object) := fixture.asking("Cluster", "CREATE", object)

updating(object, described) := fixture.changed(
	fixture.asking("Cluster", "UPDATE", object),
	[{"op": "add", "path": "/context/cluster", "value": described}],
)

logging(exec) := {"configuration": {"executeCommandConfiguration": exec}}

at := "/configuration/executeCommandConfiguration"

test_allows_logging if {
	every exec in [
		{},
		{"logging": "DEFAULT"},
		{"logging": "OVERRIDE", "logConfiguration": {"cloudWatchLogGroupName": "exec"}},
		{"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "exec"}},
	] {
		count(exec_logging.violation) == 0 with input as creating(logging(exec))
	}
	count(exec_logging.violation) == 0 with input as creating({})
}

test_refuses_no_logging if {
	found := exec_logging.violation with input as creating(logging({"logging": "NONE"}))
	found == {{"msg": "the logging of ECS Exec sessions is NONE", "field": $"{at}/logging"}}
}

test_refuses_logging_to_nowhere if {
	found := exec_logging.violation with input as creating(logging({"logging": "OVERRIDE"}))
	found == {{"msg": "where ECS Exec sessions are logged is not said", "field": $"{at}/logConfiguration"}}
	empty := {"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "", "s3KeyPrefix": "exec"}}
	count(exec_logging.violation) == 1 with input as creating(logging(empty))
}

test_accepted_logging if {
	own := {"acceptedLogging": ["OVERRIDE"]}
	count(exec_logging.violation) == 1 with input as fixture.with_parameters(creating({}), own)
	named := logging({"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "exec"}})
	count(exec_logging.violation) == 0 with input as fixture.with_parameters(creating(named), own)
}

test_refuses_what_an_update_leaves_off if {
	found := exec_logging.violation with input as updating({"cluster": "web"}, logging({"logging": "NONE"}))
	fixture.fields(found) == {"/context/cluster/configuration/executeCommandConfiguration/logging"}
}

test_refuses_wrong_types if {
	every wrong in ["none", "default", "", true, null, [], {}] {
		count(exec_logging.violation) == 1 with input as creating(logging({"logging": wrong}))
	}
	every wrong in [null, 1, {}, []] {
		log := {"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": wrong}}
		found := exec_logging.violation with input as creating(logging(log))
		fixture.fields(found) == {$"{at}/logConfiguration"}
	}
	every wrong in [null, "DEFAULT", []] {
		count(exec_logging.violation) == 1 with input as creating(logging(wrong))
	}
}

test_unknown if {
	every case in fixture.unknown_object(creating(logging({"logging": "DEFAULT"})), ["", "/configuration", "/configuration/executeCommandConfiguration", "/configuration/executeCommandConfiguration/logging"]) {
		found := exec_logging.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_log if {
	every log in [fixture.marker, {"s3BucketName": fixture.marker}] {
		found := exec_logging.violation with input as creating(logging({"logging": "OVERRIDE", "logConfiguration": log}))
		count(found) == 1
		every violation in found {
			startswith(violation.field, $"{at}/logConfiguration/")
			contains(violation.msg, "cannot be judged before it is deployed")
		}
	}
}
