/** `examples/terraform`: the plan is what its files say, as far as a test can tell without the provider, and is judged as its page says. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { taskgate } from "../e2e/cli.ts";

interface Change {
	readonly address: string;
	readonly change: { readonly after: Record<string, unknown>; readonly after_unknown: Record<string, unknown> };
}
interface Plan {
	readonly variables: Readonly<Record<string, { readonly value: unknown }>>;
	readonly resource_changes: readonly Change[];
	readonly configuration: {
		readonly root_module: { readonly resources: readonly { readonly address: string; readonly expressions: object }[] };
	};
}

const EXAMPLE = fileURLToPath(new URL("../../examples/terraform/", import.meta.url));
const text = (name: string) => readFileSync(join(EXAMPLE, name), "utf8");
const plan = () => JSON.parse(text("plan.json")) as Plan;
const written = globSync("*.tf", { cwd: EXAMPLE }).map(text).join("\n");
const PAGE = text("README.md");
const OPTIONS = (/taskgate\.js (check .+) - < plan\.json$/m.exec(PAGE)?.[1] ?? "").split(" ");

const TASK_DEFINITION = "aws_ecs_task_definition.web";
const changeOf = (of: Plan, address: string) => of.resource_changes.find((change) => change.address === address)!.change;
const containerOf = (of: Plan): object => JSON.parse(String(changeOf(of, TASK_DEFINITION).after.container_definitions))[0];

async function checked(judged: Plan, ...options: readonly string[]) {
	const { code, stdout } = await taskgate([...OPTIONS, "--format", "json", ...options, "-"], {
		cwd: EXAMPLE,
		stdin: JSON.stringify(judged),
	});
	const { decisions } = JSON.parse(stdout) as {
		readonly decisions: readonly { kind: string; violations: { policy: string }[]; unknown: { policy: string; field: string }[] }[];
	};
	return { code, decisions, found: decisions.flatMap(({ violations }) => violations.map(({ policy }) => policy)) };
}

describe("the plan", () => {
	test("has the resources and the variables that are written, and no others", () => {
		const resources = [...written.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`).sort();
		expect(resources.length).toBeGreaterThan(4);
		expect(
			plan()
				.resource_changes.map(({ address }) => address)
				.sort(),
		).toEqual(resources);
		expect(
			plan()
				.configuration.root_module.resources.map(({ address }) => address)
				.sort(),
		).toEqual(resources);
		const variables = [...written.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name).sort();
		expect(Object.keys(plan().variables).sort()).toEqual(variables);
		expect([...text("example.tfvars").matchAll(/^(\w+) +=/gm)].map(([, name]) => name).sort()).toEqual(variables);
		for (const [, name = ""] of written.matchAll(/\bvar\.(\w+)/g)) expect(variables).toContain(name);
	});
	test("has the arguments that are written", () => {
		for (const { address, expressions } of plan().configuration.root_module.resources) {
			const [, type, name] = /^(\w+)\.(\w+)$/.exec(address) ?? [];
			const block = written.split(`resource "${type}" "${name}" {\n`)[1]?.split("\n}\n")[0] ?? "";
			const outermost = [...block.matchAll(/^ {2}(\w+)(?: +=| \{)/gm)].map(([, argument]) => argument);
			expect(Object.keys(expressions).sort(), address).toEqual(outermost.sort());
		}
	});
	test("has the container that is written, member by member", () => {
		const container = /^ {2}container = \{\n(.*?)^ {2}\}/ms.exec(written)?.[1] ?? "";
		const members = [...container.matchAll(/^ {4}(\w+) +=/gm)].map(([, member]) => member);
		expect(Object.keys(containerOf(plan())).sort()).toEqual(members.sort());
	});
});

describe("checked", () => {
	test("nothing is found, and what AWS names at apply is unknown", async () => {
		const { code, decisions, found } = await checked(plan());
		expect({ code, found }).toEqual({ code: 0, found: [] });
		expect(decisions.map(({ kind }) => kind)).toEqual(["Cluster", "TaskDefinition", "Service"]);
		const unknown = decisions.flatMap((decision) => decision.unknown.map(({ field }) => field));
		expect(unknown.sort()).toEqual(["/networkConfiguration/awsvpcConfiguration/securityGroups/0", "/taskDefinition"]);
		expect(PAGE).toContain(`${decisions.length} objects: 0 denied, ${decisions.length} allowed · ${unknown.length} unknown`);
	});
	test.each<[change: object, policy: string]>([
		[{ readonlyRootFilesystem: false }, "workload/read-only-root"],
		[{ user: "0" }, "workload/non-root-user"],
		[{ privileged: true }, "workload/privileged"],
		[{ image: "nginx:latest" }, "image/digest"],
	])("a container with %o is denied", async (change, policy) => {
		const changed = plan();
		changeOf(changed, TASK_DEFINITION).after.container_definitions = JSON.stringify([{ ...containerOf(changed), ...change }]);
		const { code, found } = await checked(changed);
		expect(code).toBe(1);
		expect(found).toContain(policy);
	});
	test("one unknown value in the container hides all of it, and is no pass", async () => {
		const hidden = plan();
		const { after, after_unknown: unknown } = changeOf(hidden, TASK_DEFINITION);
		delete after.container_definitions;
		unknown.container_definitions = true;
		const { code, decisions, found } = await checked(hidden, "--fail-on", "unknown");
		expect({ code, found }).toEqual({ code: 2, found: [] });
		const unseen = decisions.flatMap((decision) => decision.unknown.map(({ policy }) => policy));
		expect(unseen).toEqual(expect.arrayContaining(["workload/privileged", "workload/read-only-root", "image/digest"]));
	});
});
