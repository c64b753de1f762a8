/**
 * Do the tests of the library notice a fault? Each policy is broken in small ways, and its own tests have to fail.
 * Run: npm run mutate [-- <pack or policy>…]. A survivor without a reason in policies/survivors.yaml ends it with exit code 1.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { openCompiler, type RegoCompiler } from "../src/rego/compiler.ts";
import { RegoErrors } from "../src/rego/compiler-errors.ts";
import { type PolicySources, readPolicySources } from "../src/rego/policy-sources.ts";
import { ensureCompiler } from "./build-compiler.ts";
import { type Mutant, mutantsOf } from "./rego-mutants.ts";

const POLICIES = new URL("../policies/", import.meta.url);

/** Policy → the line that may be broken as stated, `change: line` → why no test can notice. */
type Survivors = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** True when the tests still pass; undefined when it does not compile. */
async function survives(compiler: RegoCompiler, files: PolicySources): Promise<boolean | undefined> {
	try {
		return (await compiler.test({ files })).every(({ outcome }) => outcome === "pass");
	} catch (error) {
		if (error instanceof RegoErrors) return undefined;
		throw error;
	}
}

const wanted = process.argv.slice(2);
const all = await readPolicySources(fileURLToPath(POLICIES), "policies/");
const survivors: Survivors = parse(await readFile(new URL("survivors.yaml", POLICIES), "utf8")) ?? {};
const library = Object.fromEntries(
	Object.entries(all).filter(([path]) => path.startsWith("policies/lib/") && !/\/lib\/(?!.*fixture).*_test\.rego$/.test(path)),
);
const paths = Object.keys(all).filter((path) => !path.startsWith("policies/lib/") && !path.endsWith("_test.rego"));
const chosen = paths.filter((path) => wanted.length === 0 || wanted.some((name) => path.startsWith(`policies/${name}`)));

const compiler = openCompiler(await ensureCompiler());
let tried = 0;
let unexplained = 0;
let explained = 0;
for (const path of chosen) {
	const test = path.replace(/\.rego$/, "_test.rego");
	const id = path.slice("policies/".length, -".rego".length);
	const source = all[path] ?? "";
	const alive: Mutant[] = [];
	for (const mutant of mutantsOf(source)) {
		const alone = { ...library, [path]: mutant.source, [test]: all[test] ?? "" };
		const lives = await survives(compiler, alone);
		if (lives !== undefined) tried += 1;
		if (lives === true) alive.push(mutant);
	}
	for (const { row, change, line } of alive) {
		if (survivors[id]?.[`${change}: ${line}`] !== undefined) explained += 1;
		else {
			unexplained += 1;
			console.log(`${path}:${row}: ${change}: ${line}`);
		}
	}
}
await compiler.close();
console.log(
	`${tried} faults in ${chosen.length} policies: ${tried - unexplained - explained} noticed, ${explained} that cannot be noticed (policies/survivors.yaml), ${unexplained} not noticed`,
);
process.exitCode = unexplained > 0 ? 1 : 0;
