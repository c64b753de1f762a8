/** What the library says of the labelled cases and the real task definitions in ../shared/corpus, and where it disagrees. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import type { Policy } from "../src/admission/policy.ts";
import { findFiles } from "../src/check/find-files.ts";
import { judgeFiles } from "../src/check/judge-files.ts";
import { readFiles } from "../src/check/read-files.ts";
import { type ConstraintSet, digestOf, joinSets } from "../src/constraints/constraint-set.ts";
import { loadProfile } from "../src/constraints/profile.ts";
import { readConstraints } from "../src/constraints/read-constraints.ts";
import { openBuiltIn } from "../src/rego/built-in-bundle.ts";
import { openEngine } from "../src/rego/engine.ts";
import type { ReportedDecision } from "../src/report/report.ts";
import { DISAGREEMENTS, PARAMETERS, PREFIXES } from "./agreement-reasons.ts";

const NOW = "2026-11-20T08:00:00Z";

/** One labelled case, and what the policies that claim its check say. */
export interface Case {
	readonly file: string;
	/** As policies refer to it, such as `checkov/CKV_AWS_97`. */
	readonly check: string;
	readonly expected: "pass" | "fail";
	readonly found: "pass" | "fail" | "unknown" | "not claimed";
	readonly policies: readonly string[];
	/** Why we disagree, where we do. */
	readonly reason?: string;
}

/** How often a policy speaks, among objects. */
export interface Firing {
	readonly policy: string;
	readonly violated: number;
	readonly unknown: number;
	readonly notApplicable: number;
}

export interface Agreement {
	readonly cases: readonly Case[];
	readonly objects: number;
	readonly firings: readonly Firing[];
	/** What could not be judged. */
	readonly failures: readonly string[];
}

/** `corpus` is the folder with labelled/, taskdefs/ and services/. */
export async function agreementWith(corpus: string): Promise<Agreement> {
	const engine = await openEngine(await openBuiltIn());
	const { policies } = engine;
	const { constraints, exemptions } = await everythingAnd(policies);
	const world = { engine, constraints, exemptions, constraintsDigest: digestOf(constraints, exemptions), now: () => NOW };
	const judgeAll = async (folder: string) => {
		const { files } = await findFiles([join(corpus, folder)]);
		const judged: ReportedDecision[] = [];
		for (const file of files) judged.push(...(await judgeFiles(world, (await readFiles([file], await readingOf(file.path))).found)));
		return judged;
	};
	const labelled = Map.groupBy(await judgeAll("labelled"), ({ source }) => relative(join(corpus, "labelled"), source));
	const real = [...(await judgeAll("taskdefs")), ...(await judgeAll("services"))];
	const cases = await labelledFiles(corpus);
	await engine.close();
	return {
		cases: cases.map((file) => caseOf(file, { policies, decisions: labelled.get(file) ?? [] })),
		objects: real.length,
		firings: policies.map(({ id }) => firingOf(id, real)),
		failures: [...real, ...[...labelled.values()].flat()].flatMap(({ source, failures }) =>
			failures.map(({ policy, reason }) => `${source}: ${policy ?? "not judged"}: ${reason}`),
		),
	};
}

/** A cluster that is nothing but a name tells nothing of its kind. */
async function readingOf(path: string) {
	const isCluster = Object.hasOwn(JSON.parse(await readFile(path, "utf8")) as object, "clusterName");
	return { stdin: Readable.from([]), kind: isCluster ? ("Cluster" as const) : undefined, progress: () => {} };
}

/** Every policy as a warning, and once more with parameters where a suite asks for others than our defaults. */
async function everythingAnd(policies: readonly Policy[]): Promise<ConstraintSet> {
	const variants = Object.entries(PARAMETERS).map(([check, parameters]) => {
		const [policy] = policies.filter(({ references }) => references.includes(check));
		const spec = JSON.stringify({ policy: policy?.id ?? check, enforcementAction: "warn", parameters });
		return readConstraints(
			`{apiVersion: taskgate.dev/v1, kind: Constraint, metadata: {name: ${JSON.stringify(check)}}, spec: ${spec}}`,
			check,
			policies,
		);
	});
	return joinSets([await loadProfile("everything", policies), ...variants]);
}

async function labelledFiles(corpus: string): Promise<readonly string[]> {
	const found = await readdir(join(corpus, "labelled"), { recursive: true });
	return found
		.filter((file) => file.endsWith(".json"))
		.map((file) => file.split(sep).join("/"))
		.sort();
}

/** `<source>/<check>/<pass|fail>/<case>.json` */
function caseOf(file: string, { policies, decisions }: { policies: readonly Policy[]; decisions: readonly ReportedDecision[] }): Case {
	const [source = "", id = "", expected] = file.split("/");
	const check = `${PREFIXES[source] ?? source}/${id}`;
	const claiming =
		check === "manifest/schema" ? [check] : policies.filter(({ references }) => references.includes(check)).map((policy) => policy.id);
	const reason = DISAGREEMENTS[file] ?? DISAGREEMENTS[`${source}/${id}`];
	return {
		file,
		check,
		expected: expected === "pass" ? "pass" : "fail",
		found: claiming.length === 0 ? "not claimed" : verdictOf(decisions, { check, claiming }),
		policies: claiming,
		...(reason === undefined ? {} : { reason }),
	};
}

function verdictOf(
	decisions: readonly ReportedDecision[],
	{ check, claiming }: { check: string; claiming: readonly string[] },
): Case["found"] {
	const isAsked = (constraint: string) =>
		Object.hasOwn(PARAMETERS, check) ? constraint === check : !Object.hasOwn(PARAMETERS, constraint);
	const violations = decisions.flatMap((decision) => decision.violations);
	if (violations.some(({ policy, constraint }) => claiming.includes(policy) && isAsked(constraint))) return "fail";
	if (decisions.length === 0 || decisions.some(({ kind }) => kind === "File")) return "fail";
	return decisions.some(({ unknown }) => unknown.some(({ policy }) => claiming.includes(policy))) ? "unknown" : "pass";
}

function firingOf(policy: string, decisions: readonly ReportedDecision[]): Firing {
	const count = (said: (decision: ReportedDecision) => readonly { readonly policy: string; readonly constraint?: string }[]) =>
		decisions.filter((decision) => said(decision).some((one) => one.policy === policy && !Object.hasOwn(PARAMETERS, one.constraint ?? "")))
			.length;
	return {
		policy,
		violated: count(({ violations }) => violations),
		unknown: count(({ unknown }) => unknown),
		notApplicable: count(({ notApplicable }) => notApplicable),
	};
}
