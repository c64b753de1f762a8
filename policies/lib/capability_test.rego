package lib.capability_test

import data.lib.capability

test_ecs_knows_38_names if {
	count(capability.names) == 38
	"SYS_PTRACE" in capability.names
}

test_plain if {
	every given, plain in {"SYS_PTRACE": "SYS_PTRACE", " cap_sys_ptrace": "SYS_PTRACE", "Cap_All ": "ALL", "": ""} {
		capability.plain(given) == plain
	}
	every wrong in [null, 1, [], {}] {
		not capability.plain(wrong)
	}
}
