import { expect, test } from "vitest";
import { ecspressoConfig, hasActions, serviceDefinition, withPlaceholders } from "./ecspresso.ts";

test("texts with template actions are not known, what Docker reads is a value", () => {
	expect(
		withPlaceholders({
			image: "web:{{ must_env `TAG` }}",
			tags: [{ value: "{{- ssm `/x` -}}" }],
			log: "{{.Name}}/{{ .ID }}",
			cpu: 1,
			none: null,
		}),
	).toEqual({
		...{
			image: { $unknown: "{{ must_env `TAG` }}" },
			tags: [{ value: { $unknown: "{{- ssm `/x` -}}" } }],
			log: "{{.Name}}/{{ .ID }}",
			cpu: 1,
			none: null,
		},
	});
	expect(withPlaceholders(`{{ env \`${"A".repeat(99)}\` }}`)).toEqual({ $unknown: expect.stringMatching(/^.{79}…$/) });
	expect(withPlaceholders("{{ must_env `A{}` } }}")).toEqual({ $unknown: "{{ must_env `A{}` } }}" });
	expect(hasActions("{{".repeat(500_000))).toBe(false);
	expect([hasActions("{{ env `A` }}"), hasActions("{{.Name}}"), hasActions("{}")]).toEqual([true, false, false]);
});

test.each([
	[{ desiredCount: 1, launchType: "FARGATE" }, true],
	[{ launchType: "FARGATE", platformVersion: "LATEST" }, false],
	[{ desiredCount: 1, replicas: 2 }, false],
	[{ desiredCount: 1, service: "web" }, false],
	[{}, false],
])("%j is a service definition: %j", (body, is) => {
	expect(serviceDefinition(body) !== undefined).toBe(is);
});

test("a configuration says which files belong together, as far as it is no template itself", () => {
	const config = ecspressoConfig("/a/ecspresso.yml", {
		...{ cluster: "{{ must_env `CLUSTER` }}", service: "web", service_definition: "s.json", task_definition: "../t.json" },
	});
	expect(config).toEqual({ source: "/a/ecspresso.yml", service: "web", serviceDefinition: "/a/s.json", taskDefinition: "/t.json" });
	expect(ecspressoConfig("/a/b.yml", { task_definition: "x" })).toBeUndefined();
});
