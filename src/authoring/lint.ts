/** What compiling lets pass: OPA's strict checks, members that no input has, METADATA, parameters, tests. */
import { nearest } from "../nearest.ts";
import type { LintFinding, LintResult } from "../rego/authoring-protocol.ts";
import { compareCodePoints } from "../rego/builtins/rego-order.ts";
import type { RegoCompiler } from "../rego/compiler.ts";
import type { Annotated } from "../rego/compiler-protocol.ts";
import { readCapabilities } from "../rego/policy-sources.ts";
import { type AuthorFolder, within } from "./author-folder.ts";
import { metadataProblems, placeInMetadata } from "./metadata-rules.ts";
import { isPatch, patchProblems } from "./patch-rules.ts";
import { readPolicySchema } from "./policy-schema.ts";

/** Functions that are given the name of a member, and at which argument. */
const READERS = {
	"object.get": 1,
	"data.lib.value.get": 1,
	"data.lib.value.list": 1,
	"data.lib.launch.setting": 0,
	"data.lib.workload.pointer": 1,
	"data.lib.workload.at": 0,
};

/** Keys of maps that are the user's own and look like members: options of Docker's volume and log drivers. */
const MAP_KEYS = ["device", "mode", "mountpoint", "type", "o"];

/** OPA infers no type for what goes through a function; these are what the model says. */
const TYPED_AS = {
	"data.lib.workload.definition": "input.request.context.taskDefinition",
	"data.lib.workload.containers": "input.request.context.taskDefinition.containerDefinitions",
};

/** Of the files at or under the paths; sorted by place. Rejects with RegoErrors for what cannot be parsed. */
export async function lintFolder(compiler: RegoCompiler, folder: AuthorFolder, paths: readonly string[]): Promise<readonly LintFinding[]> {
	const foreign = new Set(foreignFiles(folder, paths));
	const own = within(folder, paths).filter((path) => !foreign.has(path));
	const [schema, annotated] = await Promise.all([readPolicySchema(), compiler.inspect({ files: folder.files })]);
	const asked = annotated.filter(({ annotations }) => annotations.entrypoint);
	const [patches, entrypoints] = [asked.filter(isPatch), asked.filter((block) => !isPatch(block))];
	const kinds = new Map(entrypoints.map(({ file, annotations }) => [file, kindsOf(annotations.custom)]));
	const schemas: Record<string, unknown> = {};
	const schemaOf: Record<string, string> = {};
	for (const path of own.filter(isPolicy)) {
		const name = (kinds.get(path) ?? []).toSorted().join("-") || "any";
		schemas[name] ??= schema.forKinds(kinds.get(path) ?? []);
		schemaOf[path] = name;
	}
	schemas.any ??= schema.forKinds([]);
	schemaOf["policies/lib/workload.rego"] = "any";
	const linted = await compiler.lint({
		...{ files: folder.files, capabilities: await readCapabilities() },
		...{ own, schemas, schemaOf, typedAs: TYPED_AS, readers: READERS, members: [...schema.members, ...MAP_KEYS], maps: schema.maps },
	});
	const metadata = own
		.filter((path) => isPolicy(path) && !path.startsWith("policies/lib/"))
		.flatMap((path) => {
			const blocks = entrypoints.filter(({ file }) => file === path);
			return [
				...metadataProblems(path, folder.files[path] ?? "", blocks),
				...parameterProblems(path, folder.files[path] ?? "", { blocks, linted }),
				...patchProblems(path, folder.files[path] ?? "", patches),
				...withoutTest(path, folder),
			];
		});
	const findings = [...linted.findings.map((finding) => suggesting(finding, schema.members)), ...metadata];
	return findings.sort((a, b) => compareCodePoints(a.file, b.file) || a.row - b.row || a.col - b.col);
}

/** A rule of theirs, or one of Gatekeeper's libraries, which lies beside its policies. */
const FOREIGN = /^(deny|warn|violation)(_[a-zA-Z0-9]+)*(\[|\s+(contains|if|:?=)\b)|^package lib\b/m;

/** Policies in the style of conftest and Gatekeeper, and their tests: what is asked here is about policies in ours. */
export function foreignFiles(folder: AuthorFolder, paths: readonly string[]): readonly string[] {
	const isForeign = (path: string) => {
		const text = folder.files[path.replace(/_test\.rego$/, ".rego")] ?? folder.files[path] ?? "";
		return !path.startsWith("policies/lib/") && FOREIGN.test(text) && !/^#\s*entrypoint:\s*true/m.test(text);
	};
	return within(folder, paths).filter(isForeign);
}

function isPolicy(path: string): boolean {
	return !path.endsWith("_test.rego");
}

function kindsOf(custom: Readonly<Record<string, unknown>> | undefined): readonly string[] {
	return Array.isArray(custom?.kinds) ? custom.kinds.filter((kind) => typeof kind === "string") : [];
}

function suggesting(finding: LintFinding, members: readonly string[]): LintFinding {
	if (finding.name === undefined) return finding;
	const meant = nearest(finding.name, members);
	return meant.length === 0 ? finding : { ...finding, message: `${finding.message}; did you mean ${meant.join(" or ")}?` };
}

interface Read {
	readonly blocks: readonly Annotated[];
	readonly linted: LintResult;
}

/** Parameters declared and read are the same ones; a constraint can give only what is declared. */
function parameterProblems(path: string, text: string, { blocks, linted }: Read): readonly LintFinding[] {
	const [block] = blocks;
	const reads = linted.parameters[path];
	if (block === undefined || reads === undefined) return [];
	const declared = Object.keys((block.annotations.custom?.parameters as object | undefined) ?? {});
	const read = new Set([...reads.own.map(({ name }) => name), ...reads.elsewhere]);
	const undeclared = reads.own.filter(({ name }) => !declared.includes(name));
	const unread = reads.computed ? [] : declared.filter((name) => !read.has(name));
	return [
		...undeclared.map(({ name, row, col }) => {
			const message = `the parameter ${name} is read and not declared: no constraint could give it; add it to METADATA custom.parameters`;
			return { rule: "undeclared-parameter", message, file: path, row, col };
		}),
		...unread.map((name) => {
			const message = `the parameter ${name} is declared and never read: a constraint that gives it changes nothing`;
			return { rule: "unread-parameter", message, file: path, ...placeInMetadata(text, block.row, `${name}:`) };
		}),
	];
}

function withoutTest(path: string, folder: AuthorFolder): readonly LintFinding[] {
	const test = path.replace(/\.rego$/, "_test.rego");
	if (folder.own.includes(test)) return [];
	const name = (folder.shown[path] ?? path).replace(/\.rego$/, "_test.rego");
	return [
		{ rule: "no-test", message: `there is no ${name}: write one case that is allowed and one that is refused`, file: path, row: 1, col: 1 },
	];
}
