import { expect, test } from "vitest";
import { itemOf } from "./item.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const arn = "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:3";
const definition = {
	...({ kind: "TaskDefinition", action: "DescribeTaskDefinition", arn, name: "web", references: { taskDefinition: arn } } as const),
	object: { family: "web", requiresCompatibilities: ["FARGATE"], tags: [{ key: "team", value: "shop" }] },
	broughtInBy: "arn:aws:iam::111122223333:role/deploy",
} as const;

test("an item is a request as the audit asks it", () => {
	expect(itemOf(place, definition).request).toEqual({
		...{
			enforcementPoint: "audit-scan",
			kind: "TaskDefinition",
			operation: "CREATE",
			action: "DescribeTaskDefinition",
			...place,
			name: "web",
		},
		...{ launchTypes: ["FARGATE"], tags: { team: "shop" }, userInfo: { arn: "" }, object: definition.object },
		...{ dryRun: false, time: "", duplicateKey: arn, references: { taskDefinition: arn } },
	});
});

test("its maker asks only where nobody can have changed it since", () => {
	const { broughtInBy } = definition;
	expect(itemOf(place, definition)).toMatchObject({ broughtInBy, request: { userInfo: { arn: "" } } });
	expect(itemOf(place, { ...definition, isFixed: true })).toMatchObject({ broughtInBy, request: { userInfo: { arn: broughtInBy } } });
});

test("what ECS does not tell is left out", () => {
	const { broughtInBy: _, ...nobodys } = definition;
	const item = itemOf(place, { ...nobodys, isFixed: true, id: "another" });
	expect(item).toMatchObject({ id: "another", arn, request: { duplicateKey: "another", userInfo: { arn: "" } } });
	for (const member of ["broughtInBy", "createdAt", "cluster"]) expect(item).not.toHaveProperty(member);
});
