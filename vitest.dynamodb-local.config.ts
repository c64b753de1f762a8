/** `npm run dynamodb-local`: the DynamoDB store on AWS's own DynamoDB Local; races and capacity units only there. Never part of `npm test`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		maxWorkers: 1,
		include: ["test/contract/dynamodb-*.test.ts", "test/integration/dynamodb-*.test.ts", "test/dynamodb-local/*.test.ts"],
		globalSetup: "test/dynamodb-local/setup.ts",
		testTimeout: 60_000,
		hookTimeout: 300_000,
	},
});
