/** What no policy of any stack may say, whoever has it. What each role may: infra-permissions, infra-organization, infra-service. */
import { describe, expect, test } from "vitest";
import { PLAIN } from "../../infra/app.ts";
import { ON_ALL, ON_ALL_OF_SERVICE } from "../permissions-on-all.ts";
import { ofType, type PlainName, plain, type Template } from "../template.ts";

interface Said {
	readonly Effect: string;
	readonly Action?: string | readonly string[];
	readonly Resource?: unknown;
	readonly Principal?: unknown;
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	readonly NotAction?: unknown;
	readonly NotResource?: unknown;
	readonly NotPrincipal?: unknown;
}

const EXPLAINED = new Set([...Object.keys(ON_ALL), ...Object.keys(ON_ALL_OF_SERVICE)]);
/** Would let a role widen itself or others. */
const ESCALATES = /^(iam:(?!PassRole$)|organizations:|cloudformation:|lambda:(?!InvokeFunction$)|kms:(PutKeyPolicy|ScheduleKeyDeletion)$)/;

/** Every document that a template holds, of roles and of resources, by the resource's name. */
function said(template: Template): readonly (readonly [id: string, statement: Said])[] {
	return Object.entries(template.Resources).flatMap(([id, { Properties }]) => documents(Properties).map((one) => [id, one] as const));
}

function documents(value: unknown): readonly Said[] {
	if (typeof value !== "object" || value === null) return [];
	if ("Effect" in value) return [value as Said];
	return Object.values(value).flatMap(documents);
}

function offences(template: Template): readonly string[] {
	return said(template)
		.filter(([, { Effect }]) => Effect === "Allow")
		.flatMap(([id, statement]) => wrongIn(statement).map((wrong) => `${id}: ${wrong}`));
}

function wrongIn({ Action = [], Resource, Principal, Condition = {}, ...others }: Said): readonly string[] {
	const actions = [Action].flat() as readonly string[];
	const onAll = [Resource].flat().some((resource) => resource === "*");
	const condition = (key: string) => Object.values(Condition).some((keys) => Object.hasOwn(keys, key));
	const anybody = JSON.stringify(Principal ?? "").includes('"*"');
	return [
		...Object.keys(others).filter((key) => key.startsWith("Not")),
		...actions.filter((action) => action.includes("*")).map((action) => `the action ${action}`),
		...actions.filter((action) => ESCALATES.test(action)).map((action) => `${action}, which makes more of itself`),
		...(onAll ? actions.filter((action) => !EXPLAINED.has(action)).map((action) => `${action} on everything`) : []),
		...(actions.includes("iam:PassRole") && !condition("iam:PassedToService") ? ["iam:PassRole to any service"] : []),
		...(actions.includes("sts:AssumeRole") && Resource !== undefined && !namesRole(Resource) ? ["sts:AssumeRole on any role"] : []),
		...(anybody && !condition("aws:PrincipalOrgID") ? ["anybody as principal"] : []),
	];
}

/** Ends in a role's whole name. */
function namesRole(resource: unknown): boolean {
	return /:role\/[\w+=,.@-]+"\]\]\}$|:role\/[\w+=,.@-]+"$/.test(JSON.stringify(resource));
}

const names = Object.keys(PLAIN) as PlainName[];

test.each(names)("%s says nothing of the kind", (name) => {
	const template = plain(name);
	expect(said(template).length).toBeGreaterThan(10);
	expect(offences(template)).toEqual([]);
});
test.each(names)("in %s a role is entered by a service or by roles that are named, never by a whole account alone", (name) => {
	const roles = ofType(plain(name), "AWS::IAM::Role");
	expect(roles.length).toBeGreaterThan(1);
	for (const { id, Properties } of roles)
		for (const { Principal, Condition } of documents(Properties.AssumeRolePolicyDocument)) {
			const isService = Object.keys(Principal as object).join() === "Service";
			expect(isService || Condition?.ArnEquals?.["aws:PrincipalArn"] !== undefined, id).toBe(true);
		}
});

describe("would be told", () => {
	const ARN = "arn:aws:iam::111122223333:role/x";
	test.each<[statement: Omit<Said, "Effect">, wrong: string]>([
		[{ Action: "s3:*", Resource: ARN }, "the action s3:*"],
		[{ Action: ["s3:GetObject", "*"], Resource: ARN }, "the action *"],
		[{ Action: "s3:GetObject", Resource: "*" }, "s3:GetObject on everything"],
		[{ NotAction: "s3:GetObject", Resource: ARN }, "NotAction"],
		[{ Action: "s3:GetObject", NotResource: ARN }, "NotResource"],
		[{ Action: "iam:PassRole", Resource: ARN }, "iam:PassRole to any service"],
		[
			{ Action: "iam:PassRole", Resource: ARN, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
			"iam:PassRole to any service",
		],
		[{ Action: "iam:AttachRolePolicy", Resource: ARN }, "iam:AttachRolePolicy, which makes more of itself"],
		[{ Action: "lambda:UpdateFunctionCode", Resource: ARN }, "lambda:UpdateFunctionCode, which makes more of itself"],
		[{ Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/*" }, "sts:AssumeRole on any role"],
		[{ Action: "sts:AssumeRole", Resource: { "Fn::Join": ["", ["arn:", ":iam::*:role/taskgate-*"]] } }, "sts:AssumeRole on any role"],
		[{ Action: "sqs:SendMessage", Resource: ARN, Principal: "*" }, "anybody as principal"],
		[{ Action: "sqs:SendMessage", Resource: ARN, Principal: { AWS: "*" } }, "anybody as principal"],
	])("%j", (statement, wrong) => {
		const Properties = { PolicyDocument: { Statement: [{ Effect: "Allow", ...statement }] } };
		const template = { Resources: { X: { Type: "AWS::IAM::Policy", Properties } } } as unknown as Template;
		expect(offences(template)).toEqual([`X: ${wrong}`]);
	});
});
