package policies.access["exec-principals_test"]

import data.lib.fixture_test as fixture
import data.policies.access["exec-principals"] as exec_principals

session := "arn:aws:sts::123456789012:assumed-role/break-glass/ana"

call := {"cluster": "prod", "container": "web", "command": "sh", "interactive": true, "task": "1"}

executing(cluster, who) := fixture.changed(fixture.asking("TaskExec", "CONNECT", object.union(call, {"cluster": cluster})), [
	{"op": "add", "path": "/cluster", "value": cluster},
	{"op": "add", "path": "/userInfo", "value": who},
])

ana := {"arn": session, "issuerArn": "arn:aws:iam::123456789012:role/break-glass"}

allowing(document, principals) := fixture.with_parameters(document, {"allowedPrincipals": principals})

test_allows_named_principals if {
	every principals in [
		{"prod": [session]}, {"prod": ["arn:aws:iam::{account}:role/break-glass"]},
		{"*": ["*/break-glass"]}, {"pr*": ["*"]}, {"prod": ["x", "*/ana"]},
	] {
		count(exec_principals.violation) == 0 with input as allowing(executing("prod", ana), principals)
	}
}

test_refuses_others if {
	found := exec_principals.violation with input as allowing(executing("prod", ana), {"prod": ["*/ben"]})
	found == {{"msg": $"who may execute commands in the cluster does not include {session}", "field": "/cluster"}}
}

test_refuses_other_clusters if {
	every principals in [{}, {"dev": ["*"]}, {"prod": []}, {"prod": "*"}, {"pro": ["*"]}] {
		count(exec_principals.violation) == 1 with input as allowing(executing("prod", ana), principals)
	}
	count(exec_principals.violation) == 1 with input as executing("prod", ana)
}

test_refuses_a_principal_that_is_not_known if {
	document := json.remove(executing("prod", ana), ["/request/userInfo"])
	found := exec_principals.violation with input as allowing(document, {"*": ["*"]})
	{violation.msg | some violation in found} == {"who may execute commands in the cluster does not include a principal that is not known"}
	every wrong in [{}, {"arn": null}, {"arn": 1}, null, {"invokedBy": "batch.amazonaws.com"}] {
		violations := exec_principals.violation with input as allowing(executing("prod", wrong), {"*": ["*"]})
		{violation.msg | some violation in violations} == {"who may execute commands in the cluster does not include a principal that is not known"}
	}
}

test_a_cluster_that_is_not_known if {
	document := json.remove(executing("prod", ana), ["/request/cluster", "/request/object"])
	count(exec_principals.violation) == 1 with input as allowing(document, {"prod": ["*"]})
	count(exec_principals.violation) == 0 with input as allowing(document, {"*": ["*"]})
}

test_unknown if {
	document := json.remove(executing("prod", ana), ["/request/cluster"])
	every case in fixture.unknown_object(allowing(document, {"prod": ["*"]}), ["", "/cluster"]) {
		found := exec_principals.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
