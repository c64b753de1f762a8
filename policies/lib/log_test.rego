package lib.log_test

import data.lib.fixture_test as fixture
import data.lib.log
import data.lib.log_fixture_test as logs

test_driver if {
	log.driver({"logConfiguration": {"logDriver": "splunk"}}) == "splunk"
	log.driver({"logConfiguration": {}}) == ""
	log.driver({}) == ""
	every wrong in [null, "splunk", {"logConfiguration": null}, {"logConfiguration": {"logDriver": null}}] {
		log.driver(wrong) == null
	}
	log.driver(fixture.marker) == fixture.marker
}

test_options if {
	container := {"logConfiguration": {"logDriver": "splunk", "options": {"a": "b"}}}
	log.options(container, "splunk") == {"a": "b"}
	not log.options(container, "awslogs")
	log.options({"logConfiguration": {"logDriver": "splunk"}}, "splunk") == {}
	log.options({"logConfiguration": {"logDriver": "splunk", "options": []}}, "splunk") == []
	not log.options({}, "splunk")
}

test_unreadable if {
	every document in [fixture.compliant, fixture.without_container("logConfiguration")] {
		count(log.unreadable) == 0 with input as document
	}
	every wrong in [1, {}, []] {
		log.unreadable == {{
			"msg": "container web: the log driver is no text",
			"field": "/containerDefinitions/0/logConfiguration/logDriver",
		}} with input as logs.logging(wrong, {})
	}
	count(log.unreadable) == 1 with input as logs.logging(null, {})
}

test_unknown_driver if {
	every case in logs.unknown(fixture.compliant, ["/containerDefinitions/0", logs.configuration, $"{logs.configuration}/logDriver"]) {
		found := log.unreadable with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
