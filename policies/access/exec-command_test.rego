package policies.access["exec-command_test"]

import data.lib.fixture_test as fixture
import data.policies.access["exec-command"] as exec_command

executing(command) := fixture.asking("TaskExec", "CONNECT", {"cluster": "prod", "command": command, "interactive": true, "task": "1"})

allowing(command, commands) := fixture.with_parameters(executing(command), {"allowedCommands": commands})

test_allows_listed_commands if {
	every command in ["df -h", "ps aux", "cat a | wc -l"] {
		count(exec_command.violation) == 0 with input as allowing(command, ["df -h", "ps *", "cat a | wc -l"])
	}
}

test_refuses_others if {
	found := exec_command.violation with input as allowing("/bin/sh", ["df -h"])
	found == {{"msg": "the command /bin/sh is not allowed", "field": "/command"}}
	every command in ["", "df", "df -h x", "DF -H"] {
		count(exec_command.violation) == 1 with input as allowing(command, ["df -h"])
	}
}

test_refuses_more_than_one_command if {
	every command in [
		"ps ;sh", "ps &sh", "ps |sh", "ps <a", "ps >a", "ps (sh", "ps )", "ps $a", "ps `sh`", "ps \\a", "ps \nsh", "ps \rsh",
	] {
		count(exec_command.violation) == 1 with input as allowing(command, ["ps *"])
	}
}

test_empty_list_allows_nothing if {
	count(exec_command.violation) == 1 with input as executing("df -h")
	count(exec_command.violation) == 1 with input as allowing("df -h", [])
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["sh"], {}] {
		count(exec_command.violation) == 1 with input as allowing(wrong, ["*"])
	}
	count(exec_command.violation) == 1 with input as json.remove(allowing("sh", ["*"]), ["/request/object/command"])
	count(exec_command.violation) == 1 with input as json.remove(allowing("sh", ["*"]), ["/request/object"])
}

test_unknown if {
	every case in fixture.unknown_object(executing("df -h"), ["", "/command"]) {
		found := exec_command.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
