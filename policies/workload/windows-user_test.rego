package policies.workload["windows-user_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["windows-user"] as windows_user

as_user(found) := fixture.windows([{"op": "add", "path": "/containerDefinitions/0/user", "value": found}])

of_family(family) := fixture.with_member("/runtimePlatform/operatingSystemFamily", family)

test_allows_ordinary_users if {
	every user in ["ContainerUser", "User Manager\\ContainerUser", "app", "CORP\\svc-web"] {
		count(windows_user.violation) == 0 with input as as_user(user)
	}
}

test_refuses_no_user if {
	found := windows_user.violation with input as fixture.windows([{"op": "remove", "path": "/containerDefinitions/0/user"}])
	found == {{"msg": "container web names no user", "field": "/containerDefinitions/0/user"}}
}

test_refuses_administrators if {
	every user in [
		"ContainerAdministrator", "containeradministrator", "User Manager\\ContainerAdministrator", "Administrator",
		"NT AUTHORITY\\SYSTEM", "LocalSystem", " ContainerAdministrator ",
	] {
		found := windows_user.violation with input as as_user(user)
		found == {{"msg": "container web runs as an administrator", "field": "/containerDefinitions/0/user"}}
	}
	every user in ["", " ", "CORP\\"] {
		count(windows_user.violation) == 1 with input as as_user(user)
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, true, [], {}] {
		count(windows_user.violation) == 1 with input as as_user(wrong)
	}
}

test_linux_is_not_applicable if {
	root := fixture.with_container("user", "Administrator")
	every document in [fixture.compliant, root, fixture.registering([{"op": "remove", "path": "/runtimePlatform"}])] {
		found := windows_user.violation with input as document
		found == {{"outcome": "notApplicable", "msg": "Linux containers have no Windows user"}}
	}
}

test_refuses_an_operating_system_that_is_neither if {
	found := windows_user.violation with input as of_family("windows")
	found == {{
		"msg": "the operating system is not known to be Linux or Windows",
		"field": "/runtimePlatform/operatingSystemFamily",
	}}
	every wrong in [null, 1, {}] {
		count(windows_user.violation) == 1 with input as of_family(wrong)
	}
}

test_refuses_when_run if {
	found := windows_user.violation with input as fixture.running(as_user("ContainerAdministrator"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/user"}
}

test_unknown if {
	found := windows_user.violation with input as as_user(fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/user")
	every case in fixture.unknown(["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"]) {
		unknown := windows_user.violation with input as case.input
		fixture.only_unknown(unknown, case.pointer)
	}
}
