/** The architecture, enforced: each rule's comment tells whoever breaks it what to reconsider. `npm run arrows` runs it. */
import { belongsTo, only, PACKAGES_IN_PLACE, SIGNATURE_RULES, TEST } from "./scripts/arrow-rules.mjs";

const AWS = "^node_modules/@aws-sdk/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
	forbidden: [
		{
			name: "no-cycles",
			comment: "Two files that import each other are one file, or hide a third that both need. Move what they share there.",
			severity: "error",
			from: {},
			to: { circular: true },
		},
		{
			name: "no-orphans",
			comment: "Nobody imports this file. Delete it, or import it from where it is needed.",
			severity: "error",
			from: { orphan: true, path: "^src/", pathNot: [TEST, "\\.d\\.ts$", "^src/ecs/schema/generated/"] },
			to: {},
		},
		{
			name: "resolvable",
			comment: "The import leads nowhere: a typing error, or a package that package.json does not list.",
			severity: "error",
			from: {},
			to: { couldNotResolve: true },
		},
		{
			name: "no-development-packages",
			comment:
				"The published package has no devDependencies. If production needs it, make it a dependency, and give the reason in docs/decisions/.",
			severity: "error",
			from: { path: "^src/", pathNot: TEST },
			to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
		},
		{
			name: "no-tests-in-source",
			// The README's pictures show the seeded console that the browser tests look at.
			comment: "A test is imported by nobody. Put what is worth sharing into a file of its own.",
			severity: "error",
			from: { path: "^(src|infra|bin|scripts)/", pathNot: [TEST, "^scripts/screenshots\\.ts$"] },
			to: { path: [TEST, "^test/"] },
		},
		{
			name: "no-tests-in-bench",
			comment:
				"The bench may stand on what the tests put in AWS's place, the files that lie in test/ itself; a test is imported by nobody.",
			severity: "error",
			from: { path: "^bench/" },
			to: { path: [TEST, "^test/[^/]+/"] },
		},
		{
			name: "infra-takes-data-alone",
			comment:
				"What is deployed shares data with what runs there: the calls that are guarded, the events that are heard, the table's keys. Nothing of ours runs at deploy time.",
			severity: "error",
			from: { path: "^infra/" },
			to: { path: "^src/", pathNot: ["^src/enforcement-points/wire/(calls|event-patterns)\\.ts$", "^src/store/dynamodb/table\\.ts$"] },
		},
		{
			name: "infra-is-deployed-not-imported",
			comment: "CDK is a development package. What runs learns of its surroundings from the environment (config.ts).",
			severity: "error",
			from: { path: "^src/" },
			to: { path: ["^infra/", "^node_modules/(aws-cdk-lib|constructs|cdk-nag)/"] },
		},
		only(
			"admission-is-alone",
			"^src/admission/",
			[],
			"The core is pure and knows nothing outside itself. Hand it the value as an argument instead of letting it fetch one.",
		),
		only(
			"points-only-translate",
			"^src/enforcement-points/",
			// cloudformation-hook is handed whole templates, and reads them as `check` does: there is one table of CloudFormation's spelling.
			["^src/admission/", "^src/ecs/(arn|api-shape)\\.ts$", "^src/(templates|source-text)/", "^node_modules/zod/"],
			"A point turns an event into requests and decisions into an answer, purely. Look-ups belong to ecs/, judging to Rego, what follows to admission/.",
		),
		only(
			"templates-are-only-read",
			"^src/templates/",
			["^src/admission/", "^src/ecs/(api-shape|schema/model)\\.ts$", "^src/source-text/", "^src/depth\\.ts$"],
			"A template comes in as a value and leaves as requests' bodies, purely: `check` and an enforcement point read it alike. Files are read in check/.",
		),
		{
			name: "points-never-each-other",
			comment: "A point that imports another cannot change alone. Only points.ts lists them; what two of them read alike lies in wire/.",
			severity: "error",
			from: { path: "^src/enforcement-points/([^/]+)\\.ts$", pathNot: [TEST, "^src/enforcement-points/points\\.ts$"] },
			to: { path: "^src/enforcement-points/[^/]+\\.ts$", pathNot: "^src/enforcement-points/enforcement-point\\.ts$" },
		},
		{
			name: "wire-knows-no-point",
			comment: "wire/ holds what several points read alike. A piece of it that needs a point belongs into that point.",
			severity: "error",
			from: { path: "^src/enforcement-points/wire/" },
			to: { path: "^src/enforcement-points/[^/]+\\.ts$", pathNot: "^src/enforcement-points/enforcement-point\\.ts$" },
		},
		{
			name: "rego-knows-no-aws",
			comment: "The engine judges JSON. Whatever it seems to need of AWS goes into the request's context, in ecs/resolve.ts.",
			severity: "error",
			from: { path: "^src/rego/" },
			to: { path: [AWS, "^src/(ecs|store|http|cli|console|report|enforcement-points|lambda|evidence|bundle-sources)/"] },
		},
		{
			name: "report-and-console-only-read",
			comment:
				"They turn records into text. Hand them the data; whoever calls them reads it from the store. (How an ARN is read is pure, and one thing.)",
			severity: "error",
			from: { path: "^src/(report|console)/", pathNot: TEST },
			to: {
				path: ["^src/", AWS],
				pathNot: ["^src/(report|console|admission)/", "^src/store/(store|finding-history)\\.ts$", "^src/ledger/", "^src/ecs/arn\\.ts$"],
			},
		},
		...SIGNATURE_RULES,
		only(
			"bundle-sources-only-fetch",
			"^src/bundle-sources/",
			["^src/rego/bundle-archive\\.ts$", "^node_modules/(@aws-sdk/client-s3|zod)/", "^(node:)?(crypto|fs|net|path)$"],
			"A source brings bytes and does not judge them: signatures are verified in rego/, and what becomes of a bundle is for live-bundle/.",
		),
		belongsTo(
			"aws-sdk-at-the-edge",
			AWS,
			["^src/(ecs|evidence|bundle-sources|notification)/", "^src/doctor/aws/", "^src/store/dynamodb"],
			"AWS is called in few places, so that what we can do to an account is easy to read. Put the call there and pass the result on (doctor/aws lets nothing but a look out).",
		),
		belongsTo(
			"express-in-http",
			"^node_modules/(@types/)?express/",
			["^src/http/"],
			"HTTP stops at http/. Pass plain values on, not a request or a response.",
		),
		belongsTo(
			"opentelemetry-in-one-place",
			"^node_modules/@opentelemetry/",
			["^src/tracing/"],
			"It is loaded only where an OTLP endpoint is configured, because it costs half a second of a cold start. Go through src/tracing.ts.",
		),
		belongsTo(
			"opa-wasm-in-tests",
			"^node_modules/@open-policy-agent/",
			[TEST],
			"src/rego/guest.ts hosts OPA's ABI itself; the package is what tests compare it with. Go through PolicyEngine.",
		),
		...PACKAGES_IN_PLACE,
		belongsTo(
			"cli-is-imported-by-nobody",
			"^src/cli/",
			["^src/cli/"],
			"Nothing depends on how it was started. Move what is wanted out of cli/.",
		),
		belongsTo(
			"lambda-is-imported-by-nobody",
			"^src/lambda/",
			["^src/lambda/"],
			"Nothing depends on how it was started. Move what is wanted out of lambda/.",
		),
		belongsTo(
			"proxy-is-imported-by-nobody",
			"^src/proxy/",
			["^src/(proxy|cli)/"],
			"A proxy is a way in; only cli/ starts one. What both proxies and other ways in need belongs to answer.ts or the point.",
		),
		belongsTo(
			"scp-is-printed-alone",
			"^src/scp/",
			["^src/(scp|cli)/", "^src/doctor/checks/scp(\\.test)?\\.ts$"],
			"Service control policies are printed (doctor compares them with those in force), and nothing is judged by them. Hand the statements to report/ as data.",
		),
		belongsTo(
			"http-is-imported-by-nobody",
			"^src/http/",
			["^src/(http|cli)/"],
			"Nothing depends on how it was started; only cli/ starts the server (`serve`, `demo`). Move what is wanted out of http/.",
		),
	],
	options: {
		doNotFollow: { path: ["node_modules", "^src/ecs/schema/generated/"] },
		exclude: { path: ["^(build|dist|coverage)/"] },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "node", "default", "types"],
			extensions: [".ts", ".mjs", ".js", ".json"],
		},
		skipAnalysisNotInRules: true,
	},
};
