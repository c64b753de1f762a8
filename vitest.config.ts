import { defineConfig } from "vitest/config";

const COMPILER = "test/compiler-setup.ts";

export default defineConfig({
	test: {
		maxWorkers: 2,
		setupFiles: "test/seed.ts",
		projects: [
			{
				extends: true,
				test: { name: "unit", include: ["src/**/*.test.ts"], globalSetup: COMPILER, testTimeout: 60_000, hookTimeout: 60_000 },
			},
			{
				extends: true,
				test: {
					name: "whole",
					include: ["test/{contract,integration,e2e}/**/*.test.ts"],
					globalSetup: [COMPILER, "test/global-setup.ts"],
					testTimeout: 60_000,
					hookTimeout: 120_000,
				},
			},
		],
		coverage: {
			provider: "v8",
			include: ["src/admission/**/*.ts"],
			exclude: ["**/*.test.ts"],
			reporter: ["text"],
			thresholds: { branches: 100 },
		},
	},
});
