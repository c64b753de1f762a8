/** IAM's own limits on a role, with every option on at once: past them a stack does not come up, and only for whoever switches the last one on. */
import { describe, expect, test } from "vitest";
import { PLAIN } from "../../infra/app.ts";
import { type Place, rolePolicies, sizeOf } from "../role-policies.ts";
import { type PlainName, plain, type Template } from "../template.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters, white space not counted. */
const ALL_INLINE_POLICIES = 10_240;
const TRUST_POLICY = 2_048;

/** All that an organization may have switched on, but AWS's other partitions. */
const REGIONS = [
	...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2"],
	...["ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
	...["ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2"],
	...["eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1"],
	"us-west-2",
];
const STACK = "taskgate-production-of-the-platform-team";
const HUB_ROLE = `role/${STACK}-EventsRoleE25E4B25-1ABCDEFGHIJKL`.slice(0, 69);

function placeIn(partition: string, region: string): Place {
	const arn = (rest: string) => `arn:${partition}:${rest}`;
	const key = arn(`kms:${region}:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab`);
	return {
		...{ partition, region, stack: STACK },
		given: {
			...{ KmsKeyArn: key, BundleObject: "policies/of/the/platform-team/production/bundle.tar.gz", FilesBucket: "f".repeat(63) },
			...{
				RolesToPass: "r".repeat(64),
				TableName: `${STACK}-Table-1ABCDEFGHIJKL`,
				OrganizationId: `o-${"a".repeat(32)}`,
				Regions: REGIONS,
			},
			Image: arn(`ecr:${region}:111122223333:repository/platform-team/taskgate`),
			HubBusArn: arn(`events:${region}:111122223333:event-bus/taskgate-hub`),
			GateRoleArns: [HUB_ROLE, HUB_ROLE].map((role) => arn(`iam::111122223333:${role}`)),
			KeySecretArn: arn(`secretsmanager:${region}:111122223333:secret:platform-team/production/taskgate-key-AbCdEf`),
		},
	};
}

/** GovCloud's names are the longest. */
const PLACES = [placeIn("aws", "ap-southeast-2"), placeIn("aws-us-gov", "us-gov-west-1")];
const CASES = (Object.keys(PLAIN) as PlainName[]).flatMap((name) => PLACES.map((place) => [name, place.region, place] as const));
const templates = new Map((Object.keys(PLAIN) as PlainName[]).map((name) => [name, plain(name)]));

function tooLarge(template: Template, place: Place): readonly string[] {
	return rolePolicies(template, place).flatMap(({ role, documents, trust }) => [
		...(sizeOf(documents) > ALL_INLINE_POLICIES ? [`${role}: ${sizeOf(documents)} of inline policies`] : []),
		...(sizeOf([trust]) > TRUST_POLICY ? [`${role}: ${sizeOf([trust])} of trust policy`] : []),
	]);
}

describe("IAM takes the roles", () => {
	test.each(CASES)("of %s in %s, all options on", (name, _, place) => {
		const template = templates.get(name)!;
		expect(rolePolicies(template, place).filter(({ documents }) => sizeOf(documents) === 0)).toEqual([]);
		expect(tooLarge(template, place)).toEqual([]);
	});
});

test("what is counted is what CloudFormation would make of it", () => {
	const roles = rolePolicies(templates.get("taskgate.template.json")!, PLACES[0]!);
	const text = JSON.stringify(roles.find(({ role }) => role.startsWith("EventsRole")));
	expect(text).not.toMatch(/"(Ref|Fn::\w+)"|undefined|\[object/);
	for (const part of ["UseKey", "ReadBundle", "StopTask", "RegisterPatched", "AskAboutImages"]) expect(text).toContain(part);
});

test("a role that is too large would be told", () => {
	const template = templates.get("taskgate-member.template.json")!;
	const given = { ...PLACES[0]!.given, Regions: Array.from({ length: 600 }, (_, n) => `xx-region-${n}`) };
	expect(tooLarge(template, { ...PLACES[0]!, given })).toEqual([expect.stringMatching(/^Member\w+: \d{5} of inline policies$/)]);
});
