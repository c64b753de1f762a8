import { expect, it } from "vitest";
import { ARN, admissionRequest } from "../../test/requests.ts";
import { runningIn } from "./running.ts";

const digest = (of: string) => `sha256:${of.repeat(64)}`;
const REVISION = `${ARN}:task-definition/web:3`;
const registered = (containerDefinitions: readonly object[], context: object = {}) =>
	admissionRequest({ object: { family: "web", containerDefinitions } as never, context: { source: "ecs", ...context } });

it("tells digests that the definition pins, that ECS has resolved, and that a registry has answered, each once", () => {
	const containers = [
		{ name: "pinned", image: `web@${digest("a")}` },
		{ name: "resolved", image: "web:1" },
		{ name: "asked", image: "db:2" },
		{ name: "same", image: `db@${digest("d")}` },
	];
	const context = {
		containerImages: [{ containerName: "resolved", image: "web:1", imageDigest: digest("b") }],
		images: {
			"db:2": { reference: "db:2", digest: digest("c"), manifest: digest("d") },
			[`db@${digest("d")}`]: { digest: digest("d"), manifest: digest("d") },
			"web:1": { digest: { $unknown: "the registry is down" } },
		},
	};
	expect(runningIn(registered(containers, context))).toEqual({
		revision: REVISION,
		images: [
			{ containerName: "pinned", imageDigest: digest("a") },
			{ containerName: "resolved", imageDigest: digest("b") },
			{ containerName: "asked", imageDigest: digest("c") },
			{ containerName: "asked", imageDigest: digest("d") },
			{ containerName: "same", imageDigest: digest("d") },
		],
	});
});

it("looks into the definition that a task or a service refers to", () => {
	const context = { source: "ecs" as const, taskDefinition: { containerDefinitions: [{ name: "app", image: `web@${digest("a")}` }] } };
	const request = admissionRequest({ kind: "Service", object: { taskDefinition: "web:3" }, context });
	expect(runningIn(request)?.images).toEqual([{ containerName: "app", imageDigest: digest("a") }]);
	expect(runningIn({ ...request, targets: {} })).toBeUndefined();
	expect(runningIn({ ...request, context: { source: "ecs" } })).toBeUndefined();
});

it("knows nothing of tags that nobody has resolved, of what is no digest, and of definitions of any other shape", () => {
	expect(runningIn(registered([{ name: "app", image: "web:1" }]))).toBeUndefined();
	expect(runningIn(registered([{ name: "app", image: "web@sha256:abc" }]))).toBeUndefined();
	expect(runningIn(registered([{ image: `web@${digest("a")}` }, { name: "app", image: 7 }, null as never, [] as never]))).toBeUndefined();
	expect(runningIn(registered("none" as never))).toBeUndefined();
});
