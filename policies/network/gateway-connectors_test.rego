package policies.network["gateway-connectors_test"]

import data.lib.fixture_test as fixture
import data.policies.network["gateway-connectors"] as gateway_connectors

connecting(connector) := fixture.launching("Service", "CREATE", {"gatewayConnectors": [connector]})

with_types(types) := connecting({"portName": "http", "filters": {"accessTypes": types}})

test_allows_private_paths if {
	count(gateway_connectors.violation) == 0 with input as with_types(["PRIVATE"])
	count(gateway_connectors.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
	count(gateway_connectors.violation) == 0 with input as fixture.launching("Service", "CREATE", {"gatewayConnectors": []})
}

test_refuses_public_paths if {
	found := gateway_connectors.violation with input as with_types(["PRIVATE", "PUBLIC"])
	found == {{"msg": "the gateway's access is PUBLIC", "field": "/gatewayConnectors/0/filters/accessTypes/1"}}
}

test_refuses_no_filter if {
	every connector in [{"portName": "http"}, {"portName": "http", "filters": {}}, {"portName": "http", "filters": {"accessTypes": []}}] {
		found := gateway_connectors.violation with input as connecting(connector)
		found == {{"msg": "the gateway's access is PUBLIC", "field": "/gatewayConnectors/0/filters/accessTypes"}}
	}
}

test_allowed_access_types if {
	every types in [["PUBLIC"], ["PUBLIC", "PRIVATE"], []] {
		document := fixture.with_parameters(with_types(types), {"allowedAccessTypes": ["PUBLIC", "PRIVATE"]})
		count(gateway_connectors.violation) == 0 with input as document
	}
	count(gateway_connectors.violation) == 1 with input as fixture.with_parameters(with_types(["PRIVATE"]), {"allowedAccessTypes": []})
}

test_refuses_wrong_types if {
	every wrong in ["PRIVATE", [null], ["private"], [""], null] {
		count(gateway_connectors.violation) == 1 with input as with_types(wrong)
	}
	every wrong in [null, "http", []] {
		count(gateway_connectors.violation) == 1 with input as connecting(wrong)
	}
}

test_refuses_what_an_update_adds if {
	call := fixture.launching("Service", "UPDATE", {"gatewayConnectors": [{"portName": "http"}]})
	count(gateway_connectors.violation) == 1 with input as call
}

test_unknown if {
	pointers := [
		"", "/gatewayConnectors", "/gatewayConnectors/0/filters",
		"/gatewayConnectors/0/filters/accessTypes", "/gatewayConnectors/0/filters/accessTypes/0",
	]
	every case in fixture.unknown_object(with_types(["PRIVATE"]), pointers) {
		found := gateway_connectors.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	connector := gateway_connectors.violation with input as connecting(fixture.marker)
	fixture.only_unknown(connector, "/gatewayConnectors/0")
}
