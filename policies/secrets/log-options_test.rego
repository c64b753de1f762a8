package policies.secrets["log-options_test"]

import data.lib.credential_fixture_test as credential
import data.lib.fixture_test as fixture
import data.policies.secrets["log-options"] as log_options

logging(options) := fixture.with_container("logConfiguration", {"logDriver": "splunk", "options": options})

test_allows_harmless_options if {
	count(log_options.violation) == 0 with input as fixture.compliant
	every options in [
		{}, {"splunk-url": "https://splunk.example:8088", "mode": "non-blocking"}, {"Name": "datadog", "apikey": "${DD_API_KEY}"},
		{"partition_key": "id", "tls.key_file": "/key", "json_date_key": "time"},
	] {
		count(log_options.violation) == 0 with input as logging(options)
	}
	count(log_options.violation) == 0 with input as fixture.without_container("logConfiguration")
}

test_refuses_tokens_by_name if {
	log_options.violation == {{
		"msg": "container web: the log option splunk-token holds a secret",
		"field": "/containerDefinitions/0/logConfiguration/options/splunk-token",
	}} with input as logging({"splunk-token": "0000"})
	every name in [
		"Splunk_Token", "apikey", "dd_api_key", "license_Key", "licenseKey", "Shared_Key", "aws_access_key", "secret_key", "account_key",
		"HTTP_Passwd", "rdkafka.sasl.password", "client-secret", "passphrase",
	] {
		count(log_options.violation) == 1 with input as logging({name: "0000"})
		count(log_options.violation) == 0 with input as logging({name: "${NAME}"})
	}
	every found in ["${NAME", "NAME}", "", null, 1] {
		count(log_options.violation) == 1 with input as logging({"apikey": found})
	}
}

test_refuses_tokens_by_value if {
	log_options.violation == {{
		"msg": "container web: the log option url/~x holds a URL with a password",
		"field": "/containerDefinitions/0/logConfiguration/options/url~1~0x",
	}} with input as logging({"url/~x": credential.url})
}

test_never_tells_the_value if {
	found := log_options.violation with input as logging({"apikey": "hunter2"})
	every violation in found { not contains(violation.msg, "hunter2") }
}

test_refuses_when_run if {
	found := log_options.violation with input as fixture.running(logging({"apikey": "0000"}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/options/apikey"}
}

test_allowed_options if {
	every options in [{"Idempotency_Token": "0000"}, {"url": credential.url}] {
		every allowed in [["idempotency_token", "url"], ["*"]] {
			document := fixture.with_parameters(logging(options), {"allowedOptions": allowed})
			count(log_options.violation) == 0 with input as document
		}
		document := fixture.with_parameters(logging(options), {"allowedOptions": ["other"]})
		count(log_options.violation) == 1 with input as document
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "splunk-token=0000", 1, ["splunk-token"]] {
		messages := {violation.msg | some violation in log_options.violation} with input as logging(wrong)
		messages == {"container web: the log options cannot be read"}
	}
	every wrong in [null, "splunk", []] {
		count(log_options.violation) == 1 with input as fixture.with_container("logConfiguration", wrong)
	}
	every wrong in [null, 1, ["x"], {}] {
		count(log_options.violation) == 1 with input as logging({"splunk-url": wrong})
	}
}

test_unknown if {
	every member in ["logConfiguration"] {
		every case in fixture.unknown_container(member) {
			found := log_options.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}

test_unknown_options if {
	count(log_options.violation) == 1 with input as logging({"$unknown": credential.url})
	every options in [fixture.marker, {"splunk-token": fixture.marker}, {"mode": fixture.marker}] {
		found := log_options.violation with input as logging(options)
		fixture.only_unknown(found, "/containerDefinitions/0/logConfiguration/options")
	}
}
