package policies.image.registry_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image.registry

from(image) := fixture.with_container("image", image)

allowing(image, registries) := fixture.with_parameters(from(image), {"allowedRegistries": registries})

test_allows_own_ecr if {
	every image in [
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1", "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/web",
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web@sha256:abc",
	] {
		count(registry.violation) == 0 with input as from(image)
	}
}

test_refuses_others if {
	every image in [
		"nginx", "nginx:1", "bitnami/nginx", "public.ecr.aws/nginx/nginx:1", "999999999999.dkr.ecr.eu-west-1.amazonaws.com/web:1",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example/web", "123456789012.dkr.ecr.evil.example/x.amazonaws.com/web",
		"evil.example/123456789012.dkr.ecr.eu-west-1.amazonaws.com/web", "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/web",
		"x123456789012.dkr.ecr.eu-west-1.amazonaws.com/web", "123456789012.dkr.ecr.eu-west-1.amazonaws.com", "",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com@evil.example/web", "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443/web",
	] {
		count(registry.violation) == 1 with input as from(image)
	}
}

test_says_where_it_comes_from if {
	registry.violation == {{
		"msg": "the image of container web comes from docker.io/library/nginx",
		"field": "/containerDefinitions/0/image",
	}} with input as from("nginx:1")
}

test_refuses_without_account if {
	document := json.remove(from("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1"), ["/request/account"])
	count(registry.violation) == 1 with input as document
}

test_allowed_without_account if {
	document := json.remove(allowing("ghcr.io/a/web:1", ["{account}.dkr.ecr.*.amazonaws.com", "ghcr.io/a"]), ["/request/account"])
	count(registry.violation) == 0 with input as document
}

test_empty_list_allows_nothing if {
	every list in [[], null, "docker.io", {}] {
		count(registry.violation) == 1 with input as allowing("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1", list)
	}
}

test_allowed_registries if {
	every entry in ["docker.io", "docker.io/library", "docker.io/library/nginx", "docker.io/*/nginx", "*.io", "docker.io/"] {
		count(registry.violation) == 0 with input as allowing("nginx:1.27", [entry])
		count(registry.violation) == 0 with input as allowing("index.docker.io/library/nginx", [entry])
	}
	every entry in ["docker.io/lib", "docker.io/library/ngin", "*/nginx", "nginx", "docker", "io", ""] {
		count(registry.violation) == 1 with input as allowing("library/web/nginx:1.27", [entry])
	}
}

test_two_stars_in_a_host if {
	count(registry.violation) == 0 with input as allowing("1.dkr.ecr.x.amazonaws.com/web", ["*.dkr.ecr.*.amazonaws.com"])
	count(registry.violation) == 1 with input as allowing("1.dkr.ecr.x.evil.example/web", ["*.dkr.ecr.*.amazonaws.com"])
}

test_a_star_takes_no_dot_of_the_host if {
	count(registry.violation) == 1 with input as from("123456789012.dkr.ecr.x.s3.amazonaws.com/web")
	count(registry.violation) == 1 with input as allowing("a.b.registry.example/web", ["*.registry.example"])
	count(registry.violation) == 0 with input as allowing("a.registry.example/web.v1", ["*.registry.example/web*"])
}

test_a_star_does_not_overlap if {
	count(registry.violation) == 1 with input as allowing("a.b/web", ["a.*.b"])
	count(registry.violation) == 1 with input as allowing("aba", ["docker.io/library/ab*ba"])
	count(registry.violation) == 0 with input as allowing("a.x.b/web", ["a.*.b"])
	count(registry.violation) == 0 with input as allowing("nginx", ["docker.io/li*brary"])
}

test_nothing_but_the_star_is_special if {
	every entry in ["docker.io/li[b]*", "docker.io/l?b*"] {
		count(registry.violation) == 1 with input as allowing("nginx", [entry])
	}
}

test_host_in_any_case if {
	count(registry.violation) == 0 with input as allowing("EU.Foo.IO/a/b", ["eu.foo.io"])
	count(registry.violation) == 1 with input as allowing("EVIL/web", ["docker.io"])
}

test_refuses_wrong_types if {
	every wrong in [1, ["nginx"], {}] {
		messages := {violation.msg | some violation in registry.violation} with input as allowing(wrong, ["**"])
		messages == {"the image of container web is no text"}
	}
	count(registry.violation) == 1 with input as allowing(null, ["**"])
	count(registry.violation) == 1 with input as fixture.without_container("image")
}

test_unknown if {
	every case in fixture.unknown_container("image") {
		found := registry.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_express_services if {
	count(registry.violation) == 0 with input as express.creating([])
	registry.violation == {{
		"msg": "the image of container Main comes from docker.io/library/nginx",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "nginx:1")
	every case in express.unknown_container("image") {
		found := registry.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_says_that_the_account_is_not_known if {
	document := json.remove(fixture.with_container("image", "nginx"), ["/request/account"])
	found := registry.violation with input as document
	{violation.msg | some violation in found} == {concat("", [
		"the image of container web comes from docker.io/library/nginx",
		", and the request's own account is not known",
	])}
	every list in [["ghcr.io"], []] {
		known := registry.violation with input as fixture.with_parameters(
			fixture.with_container("image", "nginx"),
			{"allowedRegistries": list},
		)
		{violation.msg | some violation in known} == {"the image of container web comes from docker.io/library/nginx"}
	}
	other := registry.violation with input as fixture.with_parameters(document, {"allowedRegistries": ["ghcr.io"]})
	{violation.msg | some violation in other} == {"the image of container web comes from docker.io/library/nginx"}
}
