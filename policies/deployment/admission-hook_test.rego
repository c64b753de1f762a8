package policies.deployment["admission-hook_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["admission-hook"] as admission_hook

lambda := {
	"targetType": "AWS_LAMBDA",
	"hookTargetArn": "arn:aws:lambda:eu-west-1:123456789012:function:taskgate-deployment-hook",
	"lifecycleStages": ["PRE_SCALE_UP"],
}

pause := {"targetType": "PAUSE", "lifecycleStages": ["RECONCILE_SERVICE", "PRE_SCALE_UP"], "timeoutConfiguration": {"action": "ROLLBACK"}}

with_hooks(hooks) := fixture.launching("Service", "CREATE", {"deploymentConfiguration": {"lifecycleHooks": hooks}})

field := "/deploymentConfiguration/lifecycleHooks"

message := "a lifecycle hook that asks Taskgate at PRE_SCALE_UP and else rolls back is missing"

test_allows_a_hook if {
	every hook in [
		lambda, pause, object.remove(lambda, ["targetType"]), object.remove(pause, ["timeoutConfiguration"]),
		object.union(lambda, {"timeoutConfiguration": {"timeoutInMinutes": 5}}),
		object.union(lambda, {"hookTargetArn": "arn:aws-cn:lambda:cn-north-1:123456789012:function:Taskgate-Hook-1:live"}),
	] {
		count(admission_hook.violation) == 0 with input as with_hooks([hook])
	}
	other := {"hookTargetArn": "arn:aws:lambda:eu-west-1:123456789012:function:smoke-test", "lifecycleStages": ["POST_SCALE_UP"]}
	count(admission_hook.violation) == 0 with input as with_hooks([other, lambda])
}

test_refuses_none if {
	found := admission_hook.violation with input as fixture.launching("Service", "CREATE", {})
	found == {{"msg": message, "field": field}}
	count(admission_hook.violation) == 1 with input as with_hooks([])
}

test_refuses_another_stage if {
	every hook in [lambda, pause] {
		every stages in [[], ["POST_SCALE_UP"], ["pre_scale_up"], null] {
			found := admission_hook.violation with input as with_hooks([object.union(hook, {"lifecycleStages": stages})])
			found == {{"msg": message, "field": field}}
		}
	}
}

test_refuses_to_continue_without_an_answer if {
	every hook in [lambda, pause] {
		every action in ["CONTINUE", "", null] {
			document := with_hooks([object.union(hook, {"timeoutConfiguration": {"action": action}})])
			count(admission_hook.violation) == 1 with input as document
		}
	}
}

test_refuses_other_functions if {
	every arn in [
		"arn:aws:lambda:eu-west-1:999999999999:function:taskgate-deployment-hook",
		"arn:aws:lambda:eu-west-1:123456789012:function:smoke-test", "taskgate", "", null,
	] {
		count(admission_hook.violation) == 1 with input as with_hooks([object.union(lambda, {"hookTargetArn": arn})])
	}
	type := object.union(lambda, {"targetType": "OTHER"})
	count(admission_hook.violation) == 1 with input as with_hooks([type])
}

test_refuses_one_that_is_made_of_two if {
	late := object.union(lambda, {"lifecycleStages": ["POST_SCALE_UP"]})
	lenient := object.union(pause, {"timeoutConfiguration": {"action": "CONTINUE"}})
	count(admission_hook.violation) == 1 with input as with_hooks([late, lenient])
}

test_parameters if {
	central := {"hookTargets": ["arn:aws:lambda:*:999999999999:function:gate"]}
	hook := object.union(lambda, {"hookTargetArn": "arn:aws:lambda:eu-west-1:999999999999:function:gate"})
	count(admission_hook.violation) == 0 with input as fixture.with_parameters(with_hooks([hook]), central)
	count(admission_hook.violation) == 1 with input as fixture.with_parameters(with_hooks([lambda]), central)
	count(admission_hook.violation) == 1 with input as fixture.with_parameters(with_hooks([pause]), {"allowPause": false})
	count(admission_hook.violation) == 0 with input as fixture.with_parameters(with_hooks([lambda]), {"allowPause": false})
}

test_refuses_an_update_that_takes_it_away if {
	standing := {"op": "add", "path": "/context/service", "value": {"deploymentConfiguration": {"lifecycleHooks": [lambda]}}}
	kept := fixture.changed(fixture.launching("Service", "UPDATE", {}), [standing])
	count(admission_hook.violation) == 0 with input as kept
	taken := fixture.changed(fixture.launching("Service", "UPDATE", {"deploymentConfiguration": {"lifecycleHooks": []}}), [standing])
	count(admission_hook.violation) == 1 with input as taken
}

test_refuses_other_controllers if {
	document := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "EXTERNAL"}})
	count(admission_hook.violation) == 1 with input as document
}

test_refuses_wrong_types if {
	every wrong in [null, "hook", {}, ["hook"], [null]] {
		count(admission_hook.violation) == 1 with input as with_hooks(wrong)
	}
}

test_unknown if {
	members := [
		"/targetType", "/hookTargetArn", "/lifecycleStages", "/lifecycleStages/0",
		"/timeoutConfiguration", "/timeoutConfiguration/action",
	]
	within := [$"{field}/0{member}" | some member in members]
	complete := object.union(lambda, {"timeoutConfiguration": {"action": "ROLLBACK"}, "lifecycleStages": []})
	every case in fixture.unknown_object(with_hooks([complete]), array.concat(["", "/deploymentConfiguration", field], within)) {
		found := admission_hook.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	one := admission_hook.violation with input as with_hooks([fixture.marker])
	fixture.only_unknown(one, $"{field}/0")
	beside := with_hooks([fixture.marker, lambda])
	count(admission_hook.violation) == 0 with input as beside
}
