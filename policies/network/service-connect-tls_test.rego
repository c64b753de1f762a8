package policies.network["service-connect-tls_test"]

import data.lib.fixture_test as fixture
import data.policies.network["service-connect-tls"] as service_connect_tls

connecting(configuration) := fixture.launching("Service", "CREATE", {"serviceConnectConfiguration": configuration})

offering(service) := connecting({"enabled": true, "services": [service]})

issued_by(authority) := {"portName": "http", "tls": {"issuerCertificateAuthority": {"awsPcaAuthorityArn": authority}}}

authority := "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/1"

services := "/serviceConnectConfiguration/services"

field := "/serviceConnectConfiguration/services/0/tls/issuerCertificateAuthority/awsPcaAuthorityArn"

test_allows_tls if {
	every arn in [authority, "arn:aws-cn:acm-pca:cn-north-1:123456789012:certificate-authority/1"] {
		count(service_connect_tls.violation) == 0 with input as offering(issued_by(arn))
	}
}

test_allows_services_that_offer_nothing if {
	every configuration in [{}, {"enabled": true}, {"enabled": true, "services": []}, {"enabled": false, "services": [{"portName": "http"}]}] {
		count(service_connect_tls.violation) == 0 with input as connecting(configuration)
	}
	count(service_connect_tls.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
}

test_refuses_plain_text if {
	found := service_connect_tls.violation with input as offering({"portName": "http"})
	found == {{"msg": "the certificate authority of Service Connect is missing: its traffic is not encrypted", "field": field}}
	every tls in [{}, {"issuerCertificateAuthority": {}}, {"issuerCertificateAuthority": {"awsPcaAuthorityArn": ""}}] {
		count(service_connect_tls.violation) == 1 with input as offering({"portName": "http", "tls": tls})
	}
	without_enabled := service_connect_tls.violation with input as connecting({"services": [issued_by(authority), {"portName": "http"}]})
	fixture.fields(without_enabled) == {replace(field, "services/0", "services/1")}
}

test_allowed_authorities if {
	own := {"allowedAuthorities": ["arn:aws:acm-pca:*:{account}:*"]}
	count(service_connect_tls.violation) == 0 with input as fixture.with_parameters(offering(issued_by(authority)), own)
	other := "arn:aws:acm-pca:eu-west-1:999999999999:certificate-authority/1"
	found := service_connect_tls.violation with input as fixture.with_parameters(offering(issued_by(other)), own)
	{violation.msg | some violation in found} == {$"the certificate authority of Service Connect {other} is not allowed"}
	count(service_connect_tls.violation) == 1 with input as fixture.with_parameters(offering(issued_by(authority)), {"allowedAuthorities": []})
}

test_refuses_what_an_update_leaves if {
	call := fixture.changed(fixture.launching("Service", "UPDATE", {}), [{
		"op": "add",
		"path": "/context/service",
		"value": {"serviceConnectConfiguration": {"enabled": true, "services": [{"portName": "http"}]}},
	}])
	found := service_connect_tls.violation with input as call
	fixture.fields(found) == {$"/context/service{field}"}
}

test_refuses_wrong_types if {
	every wrong in [null, "on", []] {
		count(service_connect_tls.violation) == 1 with input as connecting(wrong)
		count(service_connect_tls.violation) == 1 with input as offering(wrong)
		count(service_connect_tls.violation) == 1 with input as offering(issued_by(wrong))
	}
	count(service_connect_tls.violation) == 1 with input as offering(issued_by("arn:aws:acm:eu-west-1:123456789012:certificate/1"))
	count(service_connect_tls.violation) == 1 with input as connecting({"enabled": "false", "services": [{"portName": "http"}]})
}

test_unknown if {
	pointers := [
		"", "/serviceConnectConfiguration", services, $"{services}/0/tls",
		$"{services}/0/tls/issuerCertificateAuthority", field,
	]
	every case in fixture.unknown_object(offering(issued_by(authority)), pointers) {
		found := service_connect_tls.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	service := service_connect_tls.violation with input as offering(fixture.marker)
	fixture.only_unknown(service, $"{services}/0")
}

test_unknown_whether_it_is_enabled if {
	configuration := {"enabled": fixture.marker, "services": [{"portName": "web"}]}
	found := service_connect_tls.violation with input as fixture.launching("Service", "CREATE", {"serviceConnectConfiguration": configuration})
	fixture.only_unknown(found, "/serviceConnectConfiguration/enabled")
}
