import { expect, it } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { decision } from "../../test/requests.ts";
import type { Enforcement } from "../admission/decide.ts";
import { type ApiError, apiProxy } from "./api-proxy.ts";

const event = fixture("api-proxy", "run-task");
const denial = (policy: string, message: string, field?: string) =>
	({ policy, constraint: policy, severity: "high", action: "deny", message, remediation: "Mend it.", ...(field && { field }) }) as const;
const answer = (enforcements: readonly Enforcement[]) =>
	apiProxy.answer(event, [decision({ verdict: "denied", enforcements })]) as ApiError;

it("reads the call, the caller and the place, and asks nothing of a call that nobody guards", () => {
	expect(apiProxy.read(event)).toMatchObject([
		{
			...{ kind: "Task", action: "RunTask", cluster: "prod", name: "report", account: "111122223333", region: "eu-central-1" },
			userInfo: { arn: "arn:aws:sts::111122223333:assumed-role/ci-deploy/run-42", issuerArn: "arn:aws:iam::111122223333:role/ci-deploy" },
			references: { taskDefinition: "report:7", cluster: "prod" },
		},
	]);
	expect(apiProxy.read({ ecsCall: { operation: "DescribeTasks" } })).toEqual([]);
	expect(apiProxy.answer(event, [])).toBeUndefined();
});

it("begins with the policies, then says of each what, where and what to do", () => {
	const refusal = answer([denial("a/one", "it is bad", "/x"), denial("a/one", "so is this"), denial("b/two", "no")]);
	expect(refusal.message).toBe("a/one, b/two: a/one: it is bad at /x; so is this. Mend it. b/two: no. Mend it.");
});

it("is one line without control characters, and bounded", () => {
	expect(answer([denial("a/one", "a\u001b[31m\r\n\u202eb\u2028c")]).message).toBe("a/one: a [31m b c. Mend it.");
	expect(answer([denial("a/one", "x".repeat(10_000))]).message).toHaveLength(4096);
});

it("hands back the body that was patched, but not where the patch is withheld or the call refused", () => {
	const patches = [{ policy: "a/one", constraint: "a", operations: [] }];
	const object = { family: "web", cpu: "256" };
	const patched = decision({ verdict: "allowed", enforcements: [], patches, request: { ...decision().request, object } });
	expect(apiProxy.answer(event, [patched])).toEqual({ body: object });
	expect(apiProxy.answer(event, [{ ...patched, patchesWithheld: "enforcement is off" }])).toBeUndefined();
	expect(apiProxy.answer(event, [{ ...patched, verdict: "denied" }])).toHaveProperty("__type");
});

it("ends with what `check --fix` can mend", () => {
	const mendable = { ...denial("a/one", "no init"), mendable: true as const };
	expect(answer([mendable, denial("b/two", "no")]).message).toMatch(/ b\/two: no\. Mend it\. `taskgate check --fix` can mend a\/one\.$/);
});
