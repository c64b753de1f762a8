package policies.workload["non-root-user_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["non-root-user"] as non_root_user

test_allows_other_users if {
	every user in ["1000", "1000:1000", "app", "app:app", "1000:0", "10", "rooted"] {
		count(non_root_user.violation) == 0 with input as fixture.with_container("user", user)
	}
}

test_refuses_unset if {
	non_root_user.violation == {{
		"msg": "container web names no user",
		"field": "/containerDefinitions/0/user",
	}} with input as fixture.without_container("user")
}

test_refuses_root if {
	every user in ["0", "root", "0:0", "0:1000", "root:root", "root:app", "00", "+0", "-0", "Root", " root ", "0 ", ":0", ":"] {
		found := non_root_user.violation with input as fixture.with_container("user", user)
		{violation.msg | some violation in found} == {"container web runs as root"}
	}
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1000, true, ["app"], {}] {
		count(non_root_user.violation) == 1 with input as fixture.with_container("user", wrong)
	}
}

test_windows_is_not_applicable if {
	found := non_root_user.violation with input as fixture.windows([{"op": "remove", "path": "/containerDefinitions/0/user"}])
	[violation.outcome | some violation in found] == ["notApplicable"]
	count(found) == 1
}

test_unknown if {
	every case in fixture.unknown_container("user") {
		found := non_root_user.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		lacking := json.patch(fixture.with_member(pointer, fixture.marker), [{"op": "remove", "path": "/request/object/containerDefinitions/0/user"}])
		found := non_root_user.violation with input as lacking
		fixture.only_unknown(found, pointer)
	}
}
