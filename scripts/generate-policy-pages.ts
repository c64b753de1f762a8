/** Writes docs/policies/: one page per policy of the library, and their list. Run: npm run generate:pages */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { actionAt, type Constraint, type EnforcementAction } from "../src/admission/constraint.ts";
import type { Policy } from "../src/admission/policy.ts";
import { loadProfile, profileNames } from "../src/constraints/profile.ts";
import type { TryResult } from "../src/rego/authoring-protocol.ts";
import { readBundle } from "../src/rego/bundle.ts";
import { openCompiler, type RegoCompiler } from "../src/rego/compiler.ts";
import { readPolicySources } from "../src/rego/policy-sources.ts";
import { ensureCompiler } from "./build-compiler.ts";
import { buildLibrary } from "./build-policies.ts";
import { GENERATED, policyPage } from "./policy-page.ts";

const POLICIES = new URL("../policies/", import.meta.url);
const PAGES = new URL("../docs/policies/", import.meta.url);

/** The library's own tests: what they asked of each policy, and what it answered. */
export async function tryLibrary(compiler: RegoCompiler): Promise<TryResult> {
	return await compiler.try({ files: await readPolicySources(fileURLToPath(POLICIES), "policies/") });
}

/** Path below docs/policies/ → content. */
export async function policyPages(compiler: RegoCompiler, { tests, evaluations }: TryResult): Promise<ReadonlyMap<string, string>> {
	const { policies } = await readBundle(await buildLibrary(compiler));
	const profiles = await inForce(policies);
	const pages = policies.map((policy): [string, string] => {
		const exhibits = {
			tests: tests.filter(({ file }) => file === `policies/${policy.id}_test.rego`).map(({ name }) => name),
			evaluations: evaluations.filter(({ entrypoint }) => entrypoint === `policies/${policy.id}/violation`),
			profiles: profiles.get(policy.id) ?? new Map(),
		};
		return [`${policy.id}.md`, policyPage(policy, exhibits)];
	});
	return new Map([["README.md", listOf(policies, profiles)], ...pages]);
}

/** Paths of the pages that were written before; agreement.md is somebody else's. */
export async function pagesThatStand(): Promise<readonly string[]> {
	const found = await readdir(fileURLToPath(PAGES), { recursive: true });
	return found.map((path) => path.split(sep).join("/")).filter((path) => path.endsWith(".md") && path !== "agreement.md");
}

type InForce = ReadonlyMap<string, ReadonlyMap<string, EnforcementAction>>;

/** Policy → profile → what follows. */
async function inForce(policies: readonly Policy[]): Promise<InForce> {
	const found = new Map<string, Map<string, EnforcementAction>>(policies.map(({ id }) => [id, new Map()]));
	for (const name of await profileNames()) {
		const { constraints } = await loadProfile(name, policies);
		for (const constraint of constraints) found.get(constraint.policy)?.set(name, actionOf(constraint, policies));
	}
	return found;
}

/** An alert comes by one point alone, and a profile may say what follows there. */
function actionOf(constraint: Constraint, policies: readonly Policy[]): EnforcementAction {
	const isOfAlerts = policies.find(({ id }) => id === constraint.policy)?.kinds.every((kind) => kind === "RuntimeAlert");
	return isOfAlerts === true ? actionAt(constraint, "runtime-alert") : constraint.enforcementAction;
}

function listOf(policies: readonly Policy[], profiles: InForce): string {
	const packs = Map.groupBy(policies, ({ id }) => id.split("/")[0] ?? "");
	const sections = [...packs].map(([pack, members]) => {
		const rows = members.map(({ id, severity, title }) => {
			const actions = [...(profiles.get(id) ?? [])].filter(([name]) => name !== "everything").map(([name, action]) => `${name}: ${action}`);
			return `| [\`${id}\`](${id}.md) | ${severity} | ${title} | ${actions.join(", ")} |`;
		});
		return `## ${pack}\n\n| policy | severity | what holds | profiles |\n|---|---|---|---|\n${rows.join("\n")}`;
	});
	const intro = `${policies.length} policies. Each is in the profile \`everything\` as a warning; the other profiles that name it stand beside it.`;
	return `${GENERATED}\n\n# The policy library\n\n${intro}\n\n${sections.join("\n\n")}\n`;
}

if (import.meta.main) {
	await mkdir(fileURLToPath(PAGES), { recursive: true });
	const compiler = openCompiler(await ensureCompiler());
	const pages = await policyPages(compiler, await tryLibrary(compiler));
	await compiler.close();
	for (const stale of await pagesThatStand()) if (!pages.has(stale)) await rm(new URL(stale, PAGES));
	for (const [path, content] of pages) {
		const page = new URL(path, PAGES);
		await mkdir(dirname(fileURLToPath(page)), { recursive: true });
		await writeFile(page, content);
	}
}
