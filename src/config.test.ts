import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const PEOPLE = {
	TASKGATE_OIDC_ALB: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/taskgate/0123456789abcdef",
	TASKGATE_OIDC_ISSUER: "https://login.example.com",
	TASKGATE_OIDC_CLIENT: "console",
	TASKGATE_KEY: "a-key-of-some-length",
};

test("who may log in is said wholly or not at all, and machines keep their key", () => {
	expect(readConfig(PEOPLE)).toMatchObject(PEOPLE);
	for (const missing of Object.keys(PEOPLE)) {
		const { [missing as keyof typeof PEOPLE]: _, ...others } = PEOPLE;
		if (missing !== "TASKGATE_OIDC_ALB")
			expect(() => readConfig(others), missing).toThrow(`${missing} is missing: TASKGATE_OIDC_ALB is set`);
		else expect(() => readConfig(others)).toThrow("TASKGATE_OIDC_ALB is missing: TASKGATE_OIDC_ISSUER is set");
	}
	expect(readConfig({ TASKGATE_KEY: PEOPLE.TASKGATE_KEY }).TASKGATE_OIDC_ALB).toBeUndefined();
});

test.each([
	"arn:aws-us-gov:elasticloadbalancing:us-gov-west-1",
	"arn:aws-cn:elasticloadbalancing:cn-north-1",
	"arn:aws:elasticloadbalancing:x/../y",
	"arn:aws:elasticloadbalancing:evil.example#",
])("no keys are looked for by a load balancer %s", (start) => {
	const TASKGATE_OIDC_ALB = `${start}:111122223333:loadbalancer/app/taskgate/0123456789abcdef`;
	expect(() => readConfig({ ...PEOPLE, TASKGATE_OIDC_ALB })).toThrow(
		"TASKGATE_OIDC_ALB must be the ARN of an Application Load Balancer in the partition aws",
	);
});

test("the decision log's address may not hold a login: nothing would ever be sent", () => {
	expect(() => readConfig({ TASKGATE_DECISION_LOG: "https://ci:hunter2@logs.example.com/logs" })).toThrow(
		/TASKGATE_DECISION_LOG must not hold a login: TASKGATE_DECISION_LOG_TOKEN/,
	);
	expect(() => readConfig({ TASKGATE_DECISION_LOG: "https://ci:hunter2@logs.example.com/logs" })).not.toThrow(/hunter2/);
	const address = "https://logs.example.com/a?b=c@d";
	expect(readConfig({ TASKGATE_DECISION_LOG: address }).TASKGATE_DECISION_LOG).toBe(address);
});
