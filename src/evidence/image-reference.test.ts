import { describe, expect, it } from "vitest";
import { ecrPlace, parseImage } from "./image-reference.ts";

const DIGEST = `sha256:${"0a".repeat(32)}`;

describe("parseImage", () => {
	it.each([
		["nginx", { registry: "docker.io", repository: "library/nginx", tag: "latest" }],
		["nginx:1.27", { registry: "docker.io", repository: "library/nginx", tag: "1.27" }],
		["index.docker.io/grafana/loki:3", { registry: "docker.io", repository: "grafana/loki", tag: "3" }],
		["ghcr.io/a/b", { registry: "ghcr.io", repository: "a/b", tag: "latest" }],
		["localhost/web", { registry: "localhost", repository: "web", tag: "latest" }],
		["REG.example:5000/a/web:v1", { registry: "reg.example:5000", repository: "a/web", tag: "v1" }],
		[`a/web@${DIGEST}`, { registry: "docker.io", repository: "a/web", digest: DIGEST }],
		[`quay.io/a/web:1@${DIGEST}`, { registry: "quay.io", repository: "a/web", tag: "1", digest: DIGEST }],
	])("reads %s", (text, expected) => {
		expect(parseImage(text)).toEqual(expected);
	});

	it.each([
		...[
			"",
			" ",
			"Web",
			"a//b",
			"/a",
			"a/",
			"web:",
			"web:a b",
			"web@",
			"web@sha256:abc",
			`web@sha512:${"0".repeat(128)}`,
			`web@${DIGEST}@${DIGEST}`,
		],
		...[
			"https://ghcr.io/a",
			"user@ghcr.io/a",
			"ghcr.io/../../etc",
			"[::1]:5000/a",
			"ghcr.io:port/a",
			"a?b",
			"a#b",
			"a\\b",
			"ghcr.io/a%2fb",
		],
		...[`${"a".repeat(256)}/b`, "ghcr.io/a\nb", "-.example/a", ["$", "{REPO}:tag"].join("")],
	])("refuses %j", (text) => {
		expect(parseImage(text)).toBeUndefined();
	});
});

describe("ecrPlace", () => {
	it.each([
		["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "aws", "eu-west-1"],
		["123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "aws-us-gov", "us-gov-west-1"],
		["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cn", "cn-north-1"],
		["123456789012.dkr-ecr.eu-west-1.on.aws", "aws", "eu-west-1"],
	])("knows %s", (registry, partition, region) => {
		expect(ecrPlace(registry)).toEqual({ partition, region, account: "123456789012" });
	});

	it.each([
		...["123456789012.dkr.ecr.s3.amazonaws.com", "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example", "public.ecr.aws"],
		...[
			"1.dkr.ecr.eu-west-1.amazonaws.com",
			"123456789012.dkr.ecr.eu-west-1.amazonaws.com:8443",
			"a.123456789012.dkr.ecr.eu-west-1.amazonaws.com",
		],
	])("takes %s for none of ECR's, so that it gets no login", (registry) => {
		expect(ecrPlace(registry)).toBeUndefined();
	});
});
