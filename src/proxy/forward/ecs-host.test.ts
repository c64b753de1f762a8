import { describe, expect, test } from "vitest";
import { hostKind } from "./ecs-host.ts";

describe("the hosts of ECS's API", () => {
	test.each([
		["ecs.us-east-1.amazonaws.com", "us-east-1"],
		["ecs-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
		["ecs.eu-central-1.api.aws", "eu-central-1"],
		["ecs-fips.us-west-2.api.aws", "us-west-2"],
		["ecs.cn-north-1.amazonaws.com.cn", "cn-north-1"],
		["ecs.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"],
		["vpce-0123abc-xyz.ecs.eu-west-1.vpce.amazonaws.com", "eu-west-1"],
		["vpce-0123abc-xyz-eu-west-1a.ecs.eu-west-1.vpce.amazonaws.com", "eu-west-1"],
		["ECS.US-EAST-1.AMAZONAWS.COM", "us-east-1"],
		["ecs.us-east-1.amazonaws.com.", "us-east-1"],
	])("%s is one", (host, region) => {
		expect(hostKind(host)).toMatchObject({ is: "ecs", region });
	});

	test.each(["ecs.amazonaws.com", "us-east-1.ecs.amazonaws.com", "x.ecs.us-east-1.amazonaws.com", "ecs.us-east-1.vpce.amazonaws.com"])(
		"%s cannot be told",
		(host) => {
			expect(hostKind(host)).toEqual({ is: "doubtful" });
		},
	);

	test.each([
		...["sts.amazonaws.com", "ecs-a-1.us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com", "ecs.s3.us-east-1.amazonaws.com"],
		...["ecs.us-east-1.amazonaws.com.evil.example", "notecs.us-east-1.amazonaws.com", "ecs.us-east-1.amazonaws.com..", "10.0.0.1", ""],
	])("%s is another's", (host) => {
		expect(hostKind(host)).toEqual({ is: "other" });
	});
});
