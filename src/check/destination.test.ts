import { expect, test } from "vitest";
import { readManifest } from "../manifest.ts";
import { withDestination } from "./destination.ts";
import { readObjects } from "./ecs-object.ts";

const BODY = JSON.stringify({ family: "web", containerDefinitions: [{ name: "web", image: "nginx:1" }] });
const DESCRIBED = JSON.stringify({
	taskDefinition: {
		taskDefinitionArn: "arn:aws:ecs:eu-west-1:999999999999:task-definition/web:1",
		family: "web",
		containerDefinitions: [{ name: "web", image: "nginx:1" }],
	},
});
const objectsIn = (text: string) => readManifest(Buffer.from(text)).flatMap((document) => readObjects("td.json", document).objects);
const placesOf = (text: string, destination: { account?: string; region?: string }) =>
	withDestination(objectsIn(text), destination).map((each) => {
		if (!("request" in each)) throw new Error("not an object");
		const { account, region, partition } = each.request;
		return { account, region, partition };
	});

test("a body goes where it is said to go", () => {
	const destination = { account: "111122223333", region: "cn-north-1" };
	expect(placesOf(BODY, destination)).toEqual([{ ...destination, partition: "aws-cn" }]);
	expect(placesOf(BODY, {})).toEqual([{ account: undefined, region: undefined, partition: "aws" }]);
});

test("what was described is where it says it is", () => {
	const place = { account: "999999999999", region: "eu-west-1", partition: "aws" };
	expect(placesOf(DESCRIBED, { account: "111122223333", region: "us-east-1" })).toEqual([place]);
});

test("what could not be read goes nowhere", () => {
	const unreadable = { source: "x.json", reason: "empty" };
	expect(withDestination([unreadable], { account: "111122223333" })).toEqual([unreadable]);
});
