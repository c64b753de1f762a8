import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("the decision log's address may not hold a login: nothing would ever be sent", () => {
	expect(() => readConfig({ TASKGATE_DECISION_LOG: "https://ci:hunter2@logs.example.com/logs" })).toThrow(
		/TASKGATE_DECISION_LOG must not hold a login: TASKGATE_DECISION_LOG_TOKEN/,
	);
	expect(() => readConfig({ TASKGATE_DECISION_LOG: "https://ci:hunter2@logs.example.com/logs" })).not.toThrow(/hunter2/);
	const address = "https://logs.example.com/a?b=c@d";
	expect(readConfig({ TASKGATE_DECISION_LOG: address }).TASKGATE_DECISION_LOG).toBe(address);
});
