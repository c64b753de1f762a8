/** `examples/cdk`, synthesized as `cdk synth` does and checked as its page says. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { taskgate } from "../e2e/cli.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXAMPLE = join(ROOT, "examples/cdk");
const PAGE = readFileSync(join(EXAMPLE, "README.md"), "utf8");
const json = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, string>>;
/** The options that the page gives to `check`, before the folder. */
const OPTIONS = (/taskgate\.js (check .+?) cdk\.out$/ms.exec(PAGE)?.[1] ?? "").split(/[\s\\]+/);

/** The command line of CDK starts the app so; what stands in `cdk.json` after `node`. */
function synthesized(context: Readonly<Record<string, string>> = {}): string {
	const folder = mkdtempSync(join(tmpdir(), "taskgate-example-cdk-"));
	const [, app = ""] = /^node (\S+)$/.exec(String(json(join(EXAMPLE, "cdk.json")).app)) ?? [];
	const env = { PATH: "/usr/bin:/bin", HOME: folder, CDK_OUTDIR: join(folder, "cdk.out"), CDK_CONTEXT_JSON: JSON.stringify(context) };
	execFileSync(process.execPath, [app], { cwd: EXAMPLE, env, stdio: "pipe" });
	return folder;
}

interface Told {
	readonly summary: Readonly<Record<string, number>>;
	readonly decisions: readonly {
		readonly kind: string;
		readonly violations: readonly { readonly policy: string; readonly action: string }[];
	}[];
}
async function checked(folder: string) {
	const { code, stdout } = await taskgate([...OPTIONS, "--format", "json", "cdk.out"], { cwd: folder });
	const { decisions, summary } = JSON.parse(stdout) as Told;
	return {
		code,
		summary,
		decisions,
		found: decisions.flatMap(({ violations }) => violations.map(({ policy, action }) => `${action} ${policy}`)),
	};
}

describe("synthesized", () => {
	let alone: string;
	beforeAll(() => {
		alone = synthesized();
	});
	test("it is allowed, with the one warning and the figures of its page", async () => {
		const { code, decisions, found, summary } = await checked(alone);
		expect(code).toBe(0);
		expect(decisions.map(({ kind }) => kind).sort()).toEqual(["Cluster", "Service", "TaskDefinition"]);
		expect(found).toEqual(["warn deployment/admission-hook"]);
		expect(PAGE).toContain(
			`${decisions.length} objects: ${summary.denied} denied, ${summary.allowed} allowed · ${found.length} warning · ${summary.unknown} unknown`,
		);
	});
	test("with a gate that is asked, no warning is left", async () => {
		expect(await checked(synthesized({ gate: "Taskgate" }))).toMatchObject({ code: 0, found: [] });
	});
	test.each([
		["ReadonlyRootFilesystem", true, false, "workload/read-only-root"],
		["AssignPublicIp", "DISABLED", "ENABLED", "network/public-ip"],
		["User", "10001:10001", "0", "workload/non-root-user"],
	])("with another %s it is denied", async (member, from, to, policy) => {
		const file = join(alone, "cdk.out/Web.template.json");
		const text = readFileSync(file, "utf8");
		const spelt = (value: unknown) => `"${member}": ${JSON.stringify(value)}`;
		expect(text).toContain(spelt(from));
		writeFileSync(file, text.replace(spelt(from), spelt(to)));
		const { code, found } = await checked(alone);
		writeFileSync(file, text);
		expect(code).toBe(1);
		expect(found).toContain(`deny ${policy}`);
	});
});

test("its types hold, by its own settings", () => {
	const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
	expect(execFileSync(process.execPath, [compiler, "-p", EXAMPLE], { encoding: "utf8" })).toBe("");
});

test("its packages are those that this test synthesizes with", () => {
	const ours = json(join(ROOT, "package.json")).devDependencies;
	const { dependencies, devDependencies = {} } = json(join(EXAMPLE, "package.json"));
	const { "aws-cdk": cli, ...others } = devDependencies;
	for (const [name, version] of Object.entries({ ...dependencies, ...others })) expect(ours?.[name], name).toBe(version);
	expect(readFileSync(join(ROOT, "docs/install.md"), "utf8")).toContain(`aws-cdk@${cli} deploy`);
});
