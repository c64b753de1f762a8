import { describe, expect, test } from "vitest";
import type { Json } from "../../admission/request.ts";
import { followReference, modulePath } from "./configuration.ts";

test.each<[Json, readonly string[]]>([
	["module.a", ["a"]],
	['module.a["x.module.y"].module.b[0]', ["a", "b"]],
	[null, []],
])("the modules of %j", (address, path) => {
	expect(modulePath(address)).toEqual(path);
});

const references = (...names: readonly string[]) => ({ references: names });
const CONFIGURATION: Json = {
	root_module: {
		module_calls: {
			task: { module: { outputs: { arn: { expression: references("aws_ecs_task_definition.web.arn", "aws_ecs_task_definition.web") } } } },
			service: {
				expressions: { task: references("module.task.arn", "module.task"), loop: references("module.service.loop") },
				module: { outputs: { loop: { expression: references("var.loop") } } },
			},
		},
	},
};

describe("what an expression means", () => {
	test.each<[string, Json, object | undefined]>([
		["a resource", references("aws_ecs_task_definition.web.arn", "aws_ecs_task_definition.web"), { modules: ["service"], name: "web" }],
		[
			"an instance",
			references('aws_ecs_task_definition.web["a"].arn', 'aws_ecs_task_definition.web["a"]', "aws_ecs_task_definition.web"),
			{ index: '["a"]' },
		],
		["a variable, and the output behind it", references("var.task"), { modules: ["task"], name: "web" }],
		["one of two", references("aws_ecs_task_definition.a.arn", "aws_ecs_task_definition.b.arn"), undefined],
		["a resource, if a variable says so", references("aws_ecs_task_definition.a.arn", "var.task"), undefined],
		["a circle", references("var.loop"), undefined],
		["a local value", references("local.task"), undefined],
		["a constant", { constant_value: "web:3" }, undefined],
	])("%s", (_, expression, expected) => {
		const found = followReference(CONFIGURATION, ["service"], expression);
		if (expected === undefined) expect(found).toBeUndefined();
		else expect(found).toMatchObject({ type: "aws_ecs_task_definition", ...expected });
	});

	test("a variable of the root module is given from outside", () => {
		expect(followReference(CONFIGURATION, [], references("var.task"))).toBeUndefined();
	});
});
