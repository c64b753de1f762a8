package policies.network["vpc-lattice_test"]

import data.lib.fixture_test as fixture
import data.policies.network["vpc-lattice"] as vpc_lattice

configuration := {
	"portName": "http",
	"targetGroupArn": "arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-1",
	"roleArn": "arn:aws:iam::123456789012:role/ecs-lattice",
	"advancedConfiguration": {"alternateTargetGroupArn": "arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-2"},
}

foreign_group := "arn:aws:vpc-lattice:eu-west-1:999999999999:targetgroup/tg-1"

# IAM allows colons in a role's path.
pretending_role := "arn:aws:iam::999999999999:role/x:iam::123456789012:role/ecs-lattice"

foreign_role := "arn:aws:iam::999999999999:role/ecs-lattice"

configured(changes) := fixture.launching("Service", "CREATE", {"vpcLatticeConfigurations": [object.union(configuration, changes)]})

field := "/vpcLatticeConfigurations/0"

test_allows_the_accounts_own if {
	count(vpc_lattice.violation) == 0 with input as configured({})
	plain := object.remove(configuration, ["advancedConfiguration"])
	count(vpc_lattice.violation) == 0 with input as fixture.launching("Service", "CREATE", {"vpcLatticeConfigurations": [plain]})
	count(vpc_lattice.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
	every partition in ["aws-cn", "aws-us-gov"] {
		role := $"arn:{partition}:iam::123456789012:role/ecs-lattice"
		count(vpc_lattice.violation) == 0 with input as configured({"roleArn": role})
	}
}

test_refuses_anothers_target_group if {
	found := vpc_lattice.violation with input as configured({"targetGroupArn": foreign_group})
	found == {{
		"msg": $"the target group of VPC Lattice {foreign_group} is not allowed",
		"field": $"{field}/targetGroupArn",
	}}
	alternate := vpc_lattice.violation with input as configured({"advancedConfiguration": {"alternateTargetGroupArn": foreign_group}})
	fixture.fields(alternate) == {$"{field}/advancedConfiguration/alternateTargetGroupArn"}
}

test_refuses_anothers_role if {
	found := vpc_lattice.violation with input as configured({"roleArn": foreign_role})
	fixture.fields(found) == {$"{field}/roleArn"}
	count(vpc_lattice.violation) == 1 with input as configured({"roleArn": pretending_role})
	swapped := vpc_lattice.violation with input as configured({"roleArn": configuration.targetGroupArn, "targetGroupArn": configuration.roleArn})
	count(swapped) == 2
}

test_refuses_without_account if {
	count(vpc_lattice.violation) == 3 with input as json.remove(configured({}), ["/request/account"])
}

test_parameters if {
	groups := fixture.with_parameters(configured({"targetGroupArn": foreign_group}), {"allowedTargetGroups": [foreign_group, "*/tg-2"]})
	count(vpc_lattice.violation) == 0 with input as groups
	roles := fixture.with_parameters(configured({"roleArn": foreign_role}), {"allowedRoles": ["*:role/ecs-lattice"]})
	count(vpc_lattice.violation) == 0 with input as roles
	nothing := fixture.with_parameters(configured({}), {"allowedRoles": [], "allowedTargetGroups": []})
	count(vpc_lattice.violation) == 3 with input as nothing
}

test_refuses_what_is_missing if {
	every member in ["targetGroupArn", "roleArn"] {
		document := fixture.launching("Service", "CREATE", {"vpcLatticeConfigurations": [object.remove(configuration, [member])]})
		found := vpc_lattice.violation with input as document
		fixture.fields(found) == {$"{field}/{member}"}
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(vpc_lattice.violation) == 1 with input as configured({"roleArn": wrong})
	}
	count(vpc_lattice.violation) == 1 with input as configured({"advancedConfiguration": null})
	every wrong in [null, "lattice", [null]] {
		document := fixture.launching("Service", "CREATE", {"vpcLatticeConfigurations": wrong})
		count(vpc_lattice.violation) == 3 with input as document
	}
}

test_unknown if {
	pointers := [
		"", "/vpcLatticeConfigurations", $"{field}/roleArn", $"{field}/targetGroupArn",
		$"{field}/advancedConfiguration", $"{field}/advancedConfiguration/alternateTargetGroupArn",
	]
	every case in fixture.unknown_object(configured({}), pointers) {
		found := vpc_lattice.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	one := fixture.launching("Service", "CREATE", {"vpcLatticeConfigurations": [fixture.marker]})
	found := vpc_lattice.violation with input as one
	fixture.only_unknown(found, field)
}
