import { describe, expect, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import type { JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { cloudformationHook } from "./cloudformation-hook.ts";
import { UnreadableEvent } from "./enforcement-point.ts";

interface Hook {
	readonly requestData: { readonly [member: string]: unknown };
	readonly [member: string]: unknown;
}

function hook(name: string, over: object = {}, data: object = {}): Hook {
	const event = fixture("cloudformation-hook", name) as Hook;
	return { ...event, ...over, requestData: { ...event.requestData, ...data } };
}

const resource = (type: string, resourceProperties: object, over: object = {}) =>
	hook("resource-create-task-definition", over, { targetName: type, targetType: type, targetModel: { resourceProperties } });
const stack = (template: string, previousTemplate = "") => hook("stack-create-json", {}, { payload: { template, previousTemplate } });
const read = (event: unknown) => cloudformationHook.read(event);
const message = (event: unknown) => cloudformationHook.answer(event, []).message;

describe("a resource", () => {
	test("in the API's spelling and types, with nothing of a map renamed", () => {
		const [request] = read(hook("cloud-control-create-task-definition"));
		expect(request?.object).toMatchObject({
			...{ family: "orders", cpu: "256", tags: [{ key: "team", value: "orders" }] },
			containerDefinitions: [{ privileged: true, portMappings: [{ containerPort: 8080 }], dockerLabels: { "Team-Name": "Orders" } }],
		});
		const userInfo = { arn: "", unknown: true };
		expect(request).toMatchObject({ action: "RegisterTaskDefinition", tags: { team: "orders" }, userInfo, time: "" });
	});

	test("with what it was before", () => {
		const [request] = read(hook("resource-update-service"));
		expect(request).toMatchObject({
			...{ kind: "Service", operation: "UPDATE", action: "UpdateService", name: "orders", cluster: "main" },
			...{ object: { desiredCount: 3, placementStrategy: [] }, oldObject: { desiredCount: 2 }, declared: { service: { desiredCount: 2 } } },
		});
		expect(request).not.toHaveProperty("askedAgain");
	});

	test("whose update does not say what it was before: that is unknown, and nothing of it is made up", () => {
		const [request] = read(hook("resource-update-service", {}, { targetModel: { resourceProperties: { ServiceName: "orders" } } }));
		expect(request).toMatchObject({ operation: "UPDATE", declared: { service: { $unknown: expect.any(String) } } });
	});

	test.for([
		["AWS::ECS::TaskDefinition", "TaskDefinition"],
		["AWS::ECS::Service", "Service"],
		["AWS::ECS::TaskSet", "TaskSet"],
		["AWS::ECS::Cluster", "Cluster"],
		["AWS::ECS::CapacityProvider", "CapacityProvider"],
		["AWS::ECS::ExpressGatewayService", "ExpressGatewayService"],
		["AWS::ECS::Daemon", "Daemon"],
		["AWS::ECS::DaemonTaskDefinition", "DaemonTaskDefinition"],
	] as const)("%s is a %s", ([type, kind]) => {
		expect(read(resource(type, {}))).toMatchObject([{ kind, operation: "CREATE" }]);
	});

	test.for([
		["AWS::ECS::Invented", "not judged: AWS::ECS::Invented is a type that this version does not know"],
		["AWS::ECS::PrimaryTaskSet", "not judged: AWS::ECS::PrimaryTaskSet is judged with what it speaks of"],
		["AWS::ECS::ClusterCapacityProviderAssociations", "not judged: AWS::ECS::ClusterCapacityProviderAssociations is judged with"],
	] as const)("%s passes, and is never said to have been judged", ([type, start]) => {
		const event = resource(type, {});
		expect(read(event)).toEqual([]);
		const { hookStatus, message: said, annotations } = cloudformationHook.answer(event, []);
		expect({ hookStatus, said, annotations }).toEqual({
			...{ hookStatus: "SUCCESS", said: expect.stringContaining(start) },
			annotations: [{ annotationName: "taskgate/not-judged", status: "SKIPPED", statusMessage: expect.stringContaining(type) }],
		});
	});

	test("that is none of ECS's, or goes, is passed and says why", () => {
		expect(message(resource("AWS::SQS::Queue", {}))).toBe("nothing to judge: AWS::SQS::Queue is no type of ECS");
		const deletion = hook("resource-create-task-definition", { actionInvocationPoint: "DELETE_PRE_PROVISION" }, { targetModel: {} });
		expect(message(deletion)).toBe("nothing to judge: a deletion is not asked about");
	});

	test.for([
		["arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stack/a/b", "", "us-gov-west-1", "aws-us-gov"],
		["", "arn:aws-cn:lambda:cn-north-1:123456789012:function:hook:live", "cn-north-1", "aws-cn"],
	] as const)("in the place of its stack or its function", ([stackId, LambdaFunction, region, partition]) => {
		const [request] = read(hook("resource-create-task-definition", { stackId, hookModel: { LambdaFunction } }));
		expect(request).toMatchObject({ account: "123456789012", region, partition });
	});

	test("whose values are looked up only when it is deployed is not known", () => {
		const properties = { Family: "web", ContainerDefinitions: [{ Name: "app", Image: "{{resolve:ssm:/image}}" }] };
		expect(read(resource("AWS::ECS::TaskDefinition", properties))[0]?.object).toMatchObject({
			containerDefinitions: [{ image: { $unknown: "{{resolve:ssm:/image}}" } }],
		});
	});
});

describe("a stack's template", () => {
	const byKind = (requests: readonly UnresolvedRequest[]) => new Map(requests.map((request) => [request.kind, request]));

	test("every resource of ECS in it, and what they say of each other", () => {
		const found = byKind(read(hook("stack-create-json")));
		expect([...found.keys()]).toEqual(["Cluster", "TaskDefinition", "Service"]);
		expect(found.get("TaskDefinition")?.object).toMatchObject({ containerDefinitions: [{ image: { $unknown: "Ref Image" } }] });
		const service = found.get("Service");
		expect(service?.declared?.taskDefinition).toEqual(found.get("TaskDefinition")?.object);
		expect(service).toMatchObject({ cluster: "shop", askedAgain: true, declared: { cluster: { clusterName: "shop" } } });
		expect(service?.references).not.toHaveProperty("taskDefinition");
	});

	test("as YAML, with what it was before", () => {
		const found = byKind(read(hook("stack-update-yaml")));
		expect(found.get("Service")).toMatchObject({ operation: "UPDATE", oldObject: { desiredCount: 2 }, object: { desiredCount: 3 } });
		// A revision is not changed: another is registered.
		expect(found.get("TaskDefinition")).toMatchObject({ operation: "CREATE", action: "RegisterTaskDefinition" });
	});

	test.for([
		["a macro", "Transform: [Company]\nResources: {Q: {Type: AWS::SQS::Queue}}"],
		["a loop over who knows what", `Resources: {"Fn::ForEach::A": [X, {Ref: P}, {"T\${X}": {Type: AWS::ECS::TaskDefinition}}]}`],
		["no template", "just text"],
		["broken YAML", "Resources: [unclosed"],
		["two documents", "Resources: {Q: {Type: AWS::SQS::Queue}}\n---\nResources: {}"],
	])("%s may be anything: an object of each kind, of which nothing is known", ([, template]) => {
		const requests = read(stack(template as string));
		expect(requests.map(({ kind }) => kind)).toHaveLength(8);
		for (const request of requests) {
			expect(request).toMatchObject({ object: { $unknown: expect.any(String) }, references: {}, askedAgain: true });
			expect(request).not.toHaveProperty("cluster");
		}
	});

	test("that was not fetched is no unknown that another question settles", () => {
		const requests = read(hook("stack-create-json", {}, { payload: { $unknown: "S3 answered 403" } }));
		expect(requests).toHaveLength(8);
		for (const request of requests) expect(request).not.toHaveProperty("askedAgain");
	});

	test("without anything of ECS is passed; what is brought in besides is said", () => {
		expect(message(stack("Resources: {Q: {Type: AWS::SQS::Queue}}"))).toBe("nothing to judge: nothing in it is of ECS");
		const nested = "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://a.example/t.yaml}}}";
		expect(message(stack(nested))).toMatch(/^not judged: N: the nested stack is not followed/);
	});
});

describe("a change set", () => {
	test("what it makes and changes, with its own values, and the template's links", () => {
		const requests = read(hook("change-set"));
		expect(requests.map(({ kind, operation }) => [kind, operation])).toEqual([
			["TaskDefinition", "CREATE"],
			["Service", "CREATE"],
		]);
		const [task, service] = requests;
		expect(task?.object).toMatchObject({ containerDefinitions: [{ image: "nginx:1.27", memory: 256, privileged: true }] });
		expect(task?.oldObject).toMatchObject({ containerDefinitions: [{ image: "nginx:1.26" }] });
		expect(service?.object).toMatchObject({ desiredCount: 2, cluster: "shop" });
		expect(service?.declared?.taskDefinition).toEqual(task?.object);
	});

	const changing = (properties: JsonObject) => {
		const change = { action: "CREATE", logicalResourceId: "T", resourceType: "AWS::ECS::TaskDefinition" };
		const payload = {
			template: "not: {a: template",
			changedResources: [{ ...change, afterContext: JSON.stringify({ Properties: properties }) }],
		};
		return read(hook("change-set", {}, { payload }))[0]?.object;
	};

	test("what is known afterwards, or hidden, is unknown; without a template that can be read it is judged all the same", () => {
		const Environment = [{ Name: "TOKEN", Value: "****" }];
		const object = changing({ Family: "{{changeSet:KNOWN_AFTER_APPLY}}", ContainerDefinitions: [{ Name: "a", Environment }] });
		expect(object).toMatchObject({
			family: { $unknown: "{{changeSet:KNOWN_AFTER_APPLY}}" },
			containerDefinitions: [{ environment: [{ name: "TOKEN", value: { $unknown: expect.stringContaining("NoEcho") } }] }],
		});
	});

	test.for([
		["no JSON", "{"],
		["no object", "[]"],
	])("names a context that is %s", ([, afterContext]) => {
		const changedResources = [{ action: "CREATE", logicalResourceId: "T", resourceType: "AWS::ECS::Service", afterContext }];
		expect(() => read(hook("change-set", {}, { payload: { template: "", changedResources } }))).toThrow(
			/^requestData\.payload\.changedResources\.afterContext: must be/,
		);
	});
});

test.for([
	["requestData.payload", hook("stack-create-json", {}, { payload: "https://bucket.s3.amazonaws.com/t?X-Amz-Signature=s3cr3t" })],
	["awsAccountId", hook("stack-create-json", { awsAccountId: "12" })],
	["clientRequestToken", hook("stack-create-json", { clientRequestToken: "" })],
	["actionInvocationPoint", hook("resource-update-service", { actionInvocationPoint: "AFTER" })],
	["actionInvocationPoint", hook("resource-update-service", { actionInvocationPoint: null })],
	["requestData.targetModel.resourceProperties", hook("resource-update-service", {}, { targetModel: { resourceProperties: [] } })],
] as const)("says which field is unreadable: %s, and repeats no value", ([field, event]) => {
	expect(() => read(event)).toThrow(UnreadableEvent);
	expect(() => read(event)).toThrow(`${field}: `);
	expect(() => read(event)).not.toThrow("s3cr3t");
});
