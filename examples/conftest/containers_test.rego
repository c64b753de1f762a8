package main

test_privileged_is_refused if {
	deny_privileged[{"msg": "container app is privileged", "field": "/containerDefinitions/0/privileged"}] with input as {"containerDefinitions": [{
		"name": "app",
		"privileged": true,
	}]}
}

test_a_user_is_enough if count(deny_run_as_root) == 0 with input as {"containerDefinitions": [{"name": "app", "user": "1000"}]}
