/** GitHub's own parser of actions and workflows: what it refuses, GitHub refuses. */
import { mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as actions from "@actions/workflow-parser/actions/action-parser";
import type * as tracing from "@actions/workflow-parser/templates/trace-writer";
import type * as workflows from "@actions/workflow-parser/workflows/workflow-parser";
import { build } from "esbuild";

type Parser = typeof actions & typeof workflows & typeof tracing;

/** It imports JSON as a bundler allows and Node does not. */
async function bundled(): Promise<Parser> {
	const modules = ["actions/action-parser", "workflows/workflow-parser", "templates/trace-writer"];
	const contents = modules.map((path) => `export * from "@actions/workflow-parser/${path}";`).join("");
	const outfile = join(await mkdtemp(join(tmpdir(), "taskgate-parser-")), "parser.cjs");
	await build({ stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, format: "cjs", platform: "node", outfile });
	return createRequire(import.meta.url)(outfile);
}

const parser = await bundled();

/** What GitHub would say is wrong with an action's or a workflow's text; nothing of a good one. */
export function errorsOf(what: "Action" | "Workflow", content: string): readonly string[] {
	const { context } = parser[`parse${what}`]({ name: `${what}.yml`, content }, new parser.NoOperationTraceWriter());
	return context.errors.getErrors().map(({ message }) => message);
}
