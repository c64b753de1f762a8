package lib.path_test

import data.lib.path

test_clean if {
	every given, clean in {
		"/": "",
		"": "",
		"/..": "",
		"/../..": "",
		"/run": "/run",
		"run/": "/run",
		"//var//./run//": "/var/run",
		"/var/run/../log": "/var/log",
		"/a/../../b": "/b",
		"/a/b/../../c": "/c",
		"/a/b/../c/../../d": "/d",
		"/a/b/..": "/a",
		"/a/..b/...": "/a/..b/...",
	} {
		path.clean(given) == clean
	}
}

test_clean_of_no_path if {
	every wrong in [null, 1, {}, []] {
		not path.clean(wrong)
	}
}

test_clean_stops_at_64_names_with_climbing if {
	long := concat("/", [$"{i}" | some i in numbers.range(1, 64)])
	path.clean(long) == $"/{long}"
	path.clean($"{long}/65") == $"/{long}/65"
	not path.clean($"{long}/..")
}

test_within if {
	path.within("/data", "/data")
	path.within("/data/x", "/data")
	path.within("/data", "")
	path.within("", "")
	not path.within("/database", "/data")
	not path.within("/data", "/data/x")
	not path.within("", "/data")
}
