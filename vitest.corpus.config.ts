/** `npm run corpus`: everything against the real data in ../shared/corpus, where that exists. Never part of `npm test`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		maxWorkers: 2,
		include: ["test/corpus/*.corpus.ts"],
		globalSetup: "test/compiler-setup.ts",
		testTimeout: 600_000,
		hookTimeout: 120_000,
	},
});
