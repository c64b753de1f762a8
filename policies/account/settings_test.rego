package policies.account.settings_test

import data.lib.fixture_test as fixture
import data.policies.account.settings

putting(name, found) := fixture.asking("AccountSetting", "UPDATE", {"name": name, "value": found})

deleting(name) := fixture.asking("AccountSetting", "DELETE", {"name": name, "principalArn": "arn:aws:iam::123456789012:root"})

test_allows_stronger_settings if {
	every name, found in {
		"containerInsights": "enhanced", "containerInstanceLongArnFormat": "enabled", "defaultLogDriverMode": "non-blocking",
		"fargateFIPSMode": "on", "guardDutyActivate": "on", "serviceLongArnFormat": "enabled",
		"tagResourceAuthorization": "on", "taskLongArnFormat": "enabled",
	} {
		count(settings.violation) == 0 with input as putting(name, found)
	}
	every name in ["containerInsights", "fargateFIPSMode", "guardDutyActivate", "tagResourceAuthorization"] {
		count(settings.violation) == 0 with input as putting(name, "enabled")
	}
}

test_allows_other_settings if {
	every name in ["awsvpcTrunking", "fargateTaskRetirementWaitPeriod"] {
		count(settings.violation) == 0 with input as putting(name, "disabled")
		count(settings.violation) == 0 with input as deleting(name)
	}
}

test_refuses_weaker_settings if {
	found := settings.violation with input as putting("containerInsights", "disabled")
	found == {{"msg": "the account setting containerInsights is disabled", "field": "/value"}}
	every name in [
		"containerInsights", "containerInstanceLongArnFormat", "defaultLogDriverMode", "fargateFIPSMode",
		"guardDutyActivate", "serviceLongArnFormat", "tagResourceAuthorization", "taskLongArnFormat",
	] {
		count(settings.violation) == 1 with input as putting(name, "off")
	}
	count(settings.violation) == 1 with input as putting("defaultLogDriverMode", "blocking")
}

test_refuses_to_take_one_back if {
	found := settings.violation with input as deleting("containerInsights")
	found == {{"msg": "the account setting containerInsights is taken back to its default", "field": "/name"}}
}

test_required_values if {
	parameters := {"requiredValues": {"awsvpcTrunking": ["enabled"]}}
	count(settings.violation) == 1 with input as fixture.with_parameters(putting("awsvpcTrunking", "disabled"), parameters)
	count(settings.violation) == 0 with input as fixture.with_parameters(putting("containerInsights", "disabled"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, true, 1, ["enabled"], {}, "", "Enabled"] {
		count(settings.violation) == 1 with input as putting("containerInsights", wrong)
	}
	absent := settings.violation with input as fixture.asking("AccountSetting", "UPDATE", {"name": "containerInsights"})
	absent == {{"msg": "the account setting containerInsights has no value", "field": "/value"}}
	every wrong in [null, 1, ["containerInsights"], {}] {
		found := settings.violation with input as putting(wrong, "enabled")
		found == {{"msg": "the account setting cannot be read", "field": "/name"}}
		count(settings.violation) == 1 with input as deleting(wrong)
	}
	count(settings.violation) == 1 with input as json.remove(putting("containerInsights", "enabled"), ["/request/object"])
}

test_unknown if {
	every case in fixture.unknown_object(putting("containerInsights", "enabled"), ["", "/name", "/value"]) {
		found := settings.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
