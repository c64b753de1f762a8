import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { HINTED_POLICIES, refusalText } from "./refusal.ts";

const PRINCIPAL = "arn:aws:sts::111122223333:assumed-role/dev/ana";
const SCP = { by: "a service control policy" };

test("names the policies, who refused what to whom, how to do it right, and the pages", () => {
	const text = refusalText("RunTask", PRINCIPAL, { ...SCP, on: "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3" });
	expect(text).toMatch(
		/^access\/ecs-exec, workload\/size: refused by a service control policy, not by Taskgate: ecs:RunTask on arn:\S+, asked for by/,
	);
	expect(text).toContain(PRINCIPAL);
	expect(text).toContain("What to do: run a revision that Taskgate has admitted");
	expect(text).toContain("See docs/policies/access/ecs-exec.md, docs/policies/workload/size.md");
	expect(refusalText("RunTask", PRINCIPAL, SCP, "https://docs.example.com/p/")).toContain("https://docs.example.com/p/workload/size.md");
});

test("a call that no statement of Taskgate's is about names no policy", () => {
	const text = refusalText("CreateCluster", "", SCP);
	expect(text).toMatch(
		/^refused by a service control policy, not by Taskgate: ecs:CreateCluster, asked for by a caller who is not named\./,
	);
	expect(text).not.toContain("See ");
});

test.each([...HINTED_POLICIES])("%s has a page", (policy) => {
	expect(existsSync(`${import.meta.dirname}/../../docs/policies/${policy}.md`)).toBe(true);
});
