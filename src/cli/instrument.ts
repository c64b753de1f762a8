/** `taskgate instrument`: a task definition with a runtime agent around its containers, on standard output. */
import { styleText } from "node:util";
import { type Command, Option } from "commander";
import { stringify } from "yaml";
import type { Violation } from "../admission/policy.ts";
import type { JsonObject } from "../admission/request.ts";
import { lineDiff } from "../authoring/line-diff.ts";
import { readConfig } from "../config.ts";
import { asRequest, bodiesIn } from "../ecs/api-shape.ts";
import { instrument } from "../instrument.ts";
import { openEngine } from "../rego/engine.ts";
import { counted, plain, plainLines } from "../report/text.ts";
import { systemNow } from "../world.ts";
import { askingForConfigs } from "./ask-registries.ts";
import { bundleOption, openPolicies, type PolicyOptions, policiesOption } from "./chosen-policies.ts";
import { imageConfigs } from "./image-configs.ts";
import { repeatable } from "./in-force.ts";
import { parametersFrom } from "./instrument-parameters.ts";
import { print } from "./output.ts";
import { type Definition, readDefinition } from "./read-definition.ts";
import { UsageError } from "./usage-error.ts";

interface InstrumentOptions extends PolicyOptions {
	readonly vendor: string;
	readonly set?: readonly string[];
	readonly ignore?: readonly string[];
	readonly imageConfig?: string;
	readonly evidence?: true;
}

const VENDORS = ["sysdig", "datadog", "prisma", "aqua", "crowdstrike", "generic"];

const HELP = `
Examples:
  taskgate instrument web.json --vendor sysdig --set agentImage=quay.io/sysdig/workload-agent@sha256:… \\
    --set collectorHost=collector.example.com --set accessKeySecret=arn:aws:secretsmanager:… > web.instrumented.json
  taskgate instrument web.json --vendor datadog --set … --ignore envoy      this container stays as it is
  taskgate instrument web.json --vendor sysdig --set … --image-config images.json
                                                 what images start, where the task definition does not say
  taskgate instrument web.json --vendor sysdig --set … --evidence
                                                 the same, as the images' registries have it
  taskgate policy show runtime/instrument-sysdig     which parameters there are

The policy runtime/instrument-VENDOR is asked what it would patch, and judges the result. The task definition is printed as it
is registered, JSON with the file's indentation; what has changed is shown on stderr in a terminal. Nothing is registered, and
nothing is guessed: what an image starts has to stand in entryPoint and command, in --image-config
  {"nginx:1.27": {"Entrypoint": ["/docker-entrypoint.sh"], "Cmd": ["nginx", "-g", "daemon off;"]}}
or, with --evidence, in its registry. Only those that TASKGATE_REGISTRIES names are asked, ECR's with your AWS credentials and the others
anonymously, and not about an image that --image-config has. Without --evidence no registry is asked.
Keys are given as ARNs of secrets. Lists are given as a,b or as JSON. docs/instrumentation.md has every refusal, and what to do.

Exit codes: 0 instrumented, or nothing to do · 1 refused, and nothing is printed · 2 used wrongly, or the policy failed`;

export function registerInstrument(program: Command): void {
	program
		.command("instrument")
		.description("put a runtime agent around the containers of a task definition, and print it")
		.argument("<file>", "body of RegisterTaskDefinition, or what describe answers, in JSON or YAML; - is standard input")
		.addOption(new Option("--vendor <name>", "whose agent").choices(VENDORS).makeOptionMandatory())
		.addOption(repeatable("--set <key=value>", "a parameter of the policy; more than once"))
		.addOption(repeatable("--ignore <name>", "a container that stays as it is, `*` stands for anything; more than once"))
		.option("--image-config <file>", "JSON: image reference as written → its configuration with Entrypoint and Cmd")
		.option("--evidence", "ask registries what the other images start (TASKGATE_REGISTRIES)")
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addHelpText("after", HELP)
		.action(run);
}

async function run(file: string, options: InstrumentOptions, command: Command): Promise<void> {
	const config = readConfig();
	const bundle = await openPolicies(options, config, command);
	const id = `runtime/instrument-${options.vendor}`;
	const policy = bundle.policies.find((each) => each.id === id);
	if (policy?.patches !== true) throw new UsageError(`these policies have no ${id} with a rule patch`);
	const parameters = parametersFrom(policy, options.set ?? [], options.ignore ?? []);
	const images = await imageConfigs(options.imageConfig, systemNow());
	const definition = await readDefinition(file);
	const object = bodyOf(definition);
	const evidence = options.evidence === true ? { evidence: await askingForConfigs(config) } : {};
	const engine = await openEngine(bundle);
	try {
		const result = await instrument({ engine, now: systemNow, ...evidence }, { policy: id, parameters, object, images });
		if (result.outcome === "instrumented") return await tell(definition, object, result);
		process.exitCode = result.outcome === "refused" ? 1 : 2;
		if (result.outcome === "failed") console.error(`taskgate: ${id} could not be asked: ${result.reason}`);
		else complain(definition, result.reasons);
		console.error(
			`taskgate: nothing was instrumented; parameters are given with --set NAME=VALUE, \`taskgate policy show ${id}\` lists them`,
		);
	} finally {
		await engine.close();
	}
}

/** A pasted answer of describe as the request that would register it. */
function bodyOf({ source, body }: Definition): JsonObject {
	const [first, ...more] = bodiesIn(body);
	if (first === undefined || more.length > 0) throw new UsageError(`${source} must hold one task definition`);
	return asRequest("TaskDefinition", first);
}

async function tell({ source, text }: Definition, before: JsonObject, after: { object: JsonObject; operations: number }): Promise<void> {
	const write = writerFor(text);
	if (after.operations === 0) console.error(`taskgate: nothing to do: every container of ${source} starts under the agent, or is left out`);
	else if (process.stderr.isTTY) process.stderr.write(`${diffOf(source, write(before), write(after.object))}\n`);
	else console.error(`taskgate: instrumented ${source}: ${counted(after.operations, "operation")}`);
	await print(write(after.object));
}

/** JSON with the indentation that the file has, or YAML for what is YAML. */
function writerFor(text: string): (object: JsonObject) => string {
	if (!text.trimStart().startsWith("{")) return (object) => stringify(object, { lineWidth: 0 });
	const indentation = /^\{\s*?\n([ \t]+)\S/.exec(text.trimStart())?.[1];
	return (object) => `${JSON.stringify(object, undefined, indentation)}\n`;
}

function diffOf(source: string, before: string, after: string): string {
	const styles = { "-": "red", "+": "green" } as const;
	const color = process.stderr.hasColors();
	const lines = lineDiff(before, after).map((line) => {
		const style = styles[line.charAt(0) as keyof typeof styles] ?? "dim";
		return color ? styleText(style, plainLines(line), { validateStream: false }) : plainLines(line);
	});
	return [plain(source), ...lines].join("\n");
}

/** With the line, where the file holds nothing but the task definition. */
function complain({ source, body, position }: Definition, reasons: readonly Violation[]): void {
	for (const { msg, field } of reasons) {
		const isWhole = field !== undefined && bodiesIn(body)[0] === body;
		const place = isWhole ? `${source}:${position(field).line}` : source;
		console.error(`taskgate: ${plain(`${place}: ${msg}`)}`);
	}
}
