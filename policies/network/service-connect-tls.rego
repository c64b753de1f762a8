package policies.network["service-connect-tls"]

import data.lib.decisive
import data.lib.launch
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Service Connect encrypts what services say to each other
# description: Without TLS the traffic between the proxies of Service Connect crosses the network in plain text. Services that only call others offer no port, and have nothing to encrypt.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Service]
#   remediation: Give each entry of `serviceConnectConfiguration.services` a `tls.issuerCertificateAuthority.awsPcaAuthorityArn`.
#   references: []
#   parameters:
#     allowedAuthorities:
#       description: ARNs of the certificate authorities that may issue; `*` stands for anything, `{account}` and `{region}` for the request's own.
#       default: ["arn:aws*:acm-pca:*"]
violation contains {"msg": msg, "field": $"{setting.field}/{fact.at}"} if {
	setting := launch.setting("serviceConnectConfiguration", {})
	enabled := value.get(setting.value, "enabled", true)
	enabled != false
	some i, service in value.list(setting.value, "services")
	authority := value.get(value.get(service, "tls", {}), "issuerCertificateAuthority", {})
	found := value.get(authority, "awsPcaAuthorityArn", "")
	not pattern.like(found, parameter.list("allowedAuthorities", ["arn:aws*:acm-pca:*"]))
	fact := decisive.fact([
		{"found": found, "at": $"services/{i}/tls/issuerCertificateAuthority/awsPcaAuthorityArn"},
		{"found": enabled, "at": "enabled"},
	])
	msg := $"the certificate authority of Service Connect {value.problem(fact.found, _flaw(found))}"
}

_flaw(found) := "is missing: its traffic is not encrypted" if {
	found == ""
} else := $"{quote.of(found)} is not allowed"
