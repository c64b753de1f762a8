/** Every rule of `.dependency-cruiser.mjs` is shown to fire, and the check is shown to notice when it saw nothing. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blindness, cruiseTree } from "../../scripts/check-arrows.ts";

/** Rule → a file that breaks it, with what it imports. */
const OFFENDERS: readonly (readonly [rule: string, file: string, imported: string])[] = [
	["no-cycles", "src/ring.ts", "./ring-back.ts"],
	["resolvable", "src/lost.ts", "./nowhere.ts"],
	["no-development-packages", "src/config.ts", "vitest"],
	["no-tests-in-source", "src/config.ts", "./a.test.ts"],
	["no-tests-in-bench", "bench/figure.ts", "../src/a.test.ts"],
	["no-tests-in-bench", "bench/rounds.ts", "../test/integration/host.ts"],
	["infra-takes-data-alone", "infra/rules.ts", "../src/config.ts"],
	["infra-is-deployed-not-imported", "src/config.ts", "aws-cdk-lib"],
	["infra-is-deployed-not-imported", "src/config.ts", "../infra/app.ts"],
	["admission-is-alone", "src/admission/decide.ts", "zod"],
	["admission-is-alone", "src/admission/plan.ts", "../ecs/arn.ts"],
	["points-only-translate", "src/enforcement-points/webhook.ts", "../store/store.ts"],
	["templates-are-only-read", "src/templates/placed.ts", "../store/store.ts"],
	["points-never-each-other", "src/enforcement-points/webhook.ts", "./manifest-check.ts"],
	["wire-knows-no-point", "src/enforcement-points/wire/json.ts", "../manifest-check.ts"],
	["rego-knows-no-aws", "src/rego/bundle.ts", "@aws-sdk/client-ecs"],
	["rego-knows-no-aws", "src/rego/compiler.ts", "../ecs/arn.ts"],
	["report-and-console-only-read", "src/console/page.ts", "../store/sqlite.ts"],
	["report-and-console-only-read", "src/report/json.ts", "../store/sqlite.ts"],
	["bundle-sources-only-fetch", "src/bundle-sources/https-source.ts", "../store/store.ts"],
	["evidence-only-fetches", "src/evidence/open-evidence.ts", "../store/store.ts"],
	["sigstore-in-evidence", "src/gate.ts", "@sigstore/verify"],
	["aws-sdk-at-the-edge", "src/outbox.ts", "@aws-sdk/client-ecs"],
	["aws-sdk-at-the-edge", "src/doctor/run.ts", "@aws-sdk/client-ecs"],
	["express-in-http", "src/admit.ts", "express"],
	["opentelemetry-in-one-place", "src/tracing.ts", "@opentelemetry/sdk-trace-node"],
	["opa-wasm-in-tests", "src/rego/engine.ts", "@open-policy-agent/opa-wasm"],
	["jose-in-two-files", "src/gate.ts", "jose"],
	["sqlite-in-store", "src/record.ts", "node:sqlite"],
	["json-patch-in-one-place", "src/mutate.ts", "rfc6902"],
	["cli-is-imported-by-nobody", "src/http/app.ts", "../cli/main.ts"],
	["lambda-is-imported-by-nobody", "src/http/app.ts", "../lambda/handler.ts"],
	["proxy-is-imported-by-nobody", "src/answer.ts", "./proxy/relay.ts"],
	["scp-is-printed-alone", "src/report/scp.ts", "../scp/pack.ts"],
	["scp-is-printed-alone", "src/doctor/checks/hook.ts", "../../scp/pack.ts"],
	["http-is-imported-by-nobody", "src/world.ts", "./http/server.ts"],
];

/** Allowed, so that the rules are not merely strict. */
const ALLOWED = [
	["bench/lambda.ts", "../test/moto.ts"],
	["infra/table.ts", "../src/store/dynamodb/table.ts"],
	["infra/rules.ts", "aws-cdk-lib"],
	["src/admission/decide.test.ts", "vitest"],
	["src/bundle-sources/s3-source.ts", "@aws-sdk/client-s3"],
	["src/cli/serve.ts", "../http/server.ts"],
	["src/console/list.ts", "../store/store.ts"],
	["src/doctor/aws/deployed-services.ts", "@aws-sdk/client-ecs"],
	["src/doctor/checks/scp.ts", "../../scp/pack.ts"],
	["src/ecs/perform.ts", "@aws-sdk/client-ecs"],
	["src/enforcement-points/points.ts", "./webhook.ts"],
	["src/enforcement-points/webhook.ts", "./wire/json.ts"],
	["src/enforcement-points/manifest-check.ts", "../ecs/arn.ts"],
	["src/http/person.ts", "jose"],
	["src/evidence/simple-signing.ts", "@sigstore/verify"],
	["src/http/server.ts", "express"],
	["src/rego/bundle-signature.ts", "jose"],
	["src/rego/guest.test.ts", "@open-policy-agent/opa-wasm"],
	["src/json-patch.ts", "rfc6902"],
	["src/store/sqlite.ts", "node:sqlite"],
] as const;

/** Imported by others, importing nothing. */
const LEAVES = [
	"src/ring-back.ts",
	"src/a.test.ts",
	"src/ecs/arn.ts",
	"src/store/store.ts",
	"src/cli/main.ts",
	"src/lambda/handler.ts",
	"infra/app.ts",
	"test/moto.ts",
	"test/integration/host.ts",
	"src/store/dynamodb/table.ts",
	"src/proxy/relay.ts",
	"src/scp/pack.ts",
	"src/alone.ts",
];
const PACKAGES = {
	dependencies: [
		"zod",
		"express",
		"@aws-sdk/client-ecs",
		"@aws-sdk/client-s3",
		"jose",
		"rfc6902",
		"@opentelemetry/sdk-trace-node",
		"@sigstore/verify",
	],
	devDependencies: ["vitest", "aws-cdk-lib", "@open-policy-agent/opa-wasm"],
};

let root: string;
let result: ICruiseResult;

beforeAll(async () => {
	root = await realpath(await mkdtemp(join(tmpdir(), "taskgate-arrows-")));
	const files = new Map(LEAVES.map((path) => [path, ["export const x = 1;"]]));
	for (const [path, imported] of [...OFFENDERS.map(([, ...arrow]) => arrow), ...ALLOWED]) {
		// A type import between files is an arrow too, and must be seen although Node strips it.
		const keyword = imported.startsWith(".") ? "import type" : "import";
		files.set(path, [...(files.get(path) ?? ["export const x = 1;"]), `${keyword} { x as x${files.size} } from "${imported}";`]);
	}
	files.set("src/ring-back.ts", ['export { x } from "./ring.ts";']);
	for (const name of Object.values(PACKAGES).flat()) {
		files.set(`node_modules/${name}/package.json`, [JSON.stringify({ name, version: "1.0.0", main: "index.js" })]);
		files.set(`node_modules/${name}/index.js`, ["module.exports = {};"]);
	}
	const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "1.0.0"]));
	files.set("package.json", [
		JSON.stringify({ type: "module", dependencies: versions(PACKAGES.dependencies), devDependencies: versions(PACKAGES.devDependencies) }),
	]);
	for (const [path, lines] of files) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), lines.join("\n"));
	}
	result = await cruiseTree(root, ["src", "infra", "bench"]);
});

afterAll(() => rm(root, { recursive: true }));

test.each(OFFENDERS)("%s: %s → %s", (rule, file) => {
	const fired = result.summary.violations.filter(({ rule: { name } }) => name === rule);
	expect(fired.flatMap(({ from, cycle = [] }) => [from, ...cycle.map(({ name }) => name)])).toContain(file);
});

test("no-orphans: src/alone.ts", () => {
	expect(result.summary.violations.filter(({ rule }) => rule.name === "no-orphans").map(({ from }) => from)).toEqual(["src/alone.ts"]);
});

test("what is allowed is not reported", () => {
	const told = result.summary.violations.map(({ from, to }) => `${from} → ${to}`);
	const allowed = ALLOWED.map(([from, imported]) => `${from} → ${imported.startsWith(".") ? join(dirname(from), imported) : imported}`);
	expect(allowed.filter((arrow) => told.some((line) => line.startsWith(arrow)))).toEqual([]);
});

test("every rule explains itself and is shown to fire", async () => {
	const { default: config } = await import("../../.dependency-cruiser.mjs");
	const rules = config.forbidden ?? [];
	expect(rules.filter(({ comment = "" }) => comment.length < 40)).toEqual([]);
	expect(new Set([...OFFENDERS.map(([rule]) => rule), "no-orphans"])).toEqual(new Set(rules.map(({ name }) => name)));
});

test("a cruise that saw nothing, or no arrow, is not believed", () => {
	expect(blindness(result, ["src/admit.ts"])).toBeUndefined();
	expect(blindness(result, ["src/admit.ts", "src/unseen.ts"])).toContain("src/unseen.ts");
	expect(blindness(result, [])).toContain("single source file");
	expect(blindness({ ...result, modules: result.modules.map((module) => ({ ...module, dependencies: [] })) }, ["src/admit.ts"])).toContain(
		"no arrow",
	);
});
