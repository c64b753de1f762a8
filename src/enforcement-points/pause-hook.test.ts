import { describe, expect, it } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { UnreadableEvent } from "./enforcement-point.ts";
import { pauseHook } from "./pause-hook.ts";

const event = fixture("pause-hook", "awaiting-at-pre-scale-up") as { detail: Record<string, unknown> };
const withDetail = (over: object) => ({ ...event, detail: { ...event.detail, ...over } });

describe("pause-hook", () => {
	it("reads which hook of which deployment waits, once however often it is told", () => {
		const [request] = pauseHook.read(event);
		const deployment = String(event.detail.serviceDeploymentArn);
		expect(request).toMatchObject({
			...{ kind: "Service", operation: "UPDATE", cluster: "prod", name: "web", duplicateKey: `${deployment}/PRE_SCALE_UP/hook-4f8d2c` },
			pause: { hookId: "hook-4f8d2c", deployment, stage: "PRE_SCALE_UP" },
			references: { deployment },
		});
	});

	it("a replay says that it is one", () => {
		expect(pauseHook.read(fixture("pause-hook", "awaiting-china-replayed"))[0]).toMatchObject({ replayed: true, partition: "aws-cn" });
	});

	it("passes over hooks of another kind", () => {
		expect(pauseHook.read(withDetail({ hookType: "AWS_LAMBDA" }))).toEqual([]);
	});

	it.each([
		["hookId", ""],
		["serviceDeploymentArn", "arn:aws:ecs:eu-central-1:111122223333:service/prod/web"],
		["serviceArn", "arn:aws:ecs:eu-central-1:999988887777:service/prod/web"],
		["lifecycleStage", null],
	])("cannot be read with %s %j", (field, value) => {
		expect(() => pauseHook.read(withDetail({ [field]: value }))).toThrow(UnreadableEvent);
	});
});
