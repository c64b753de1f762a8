/** Our CloudFormation templates, as CDK writes them, and what tests read of them. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cdkApp, type GateName, PLAIN } from "../infra/app.ts";
import { FUNCTIONS } from "../scripts/build-lambda.ts";

/** What tests read by name; which of it there is, the type tells. */
interface Properties {
	readonly [name: string]: unknown;
	readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
	readonly EventPattern?: object;
	readonly VisibilityTimeout: number;
	readonly Timeout: number;
	readonly FunctionName: { readonly Ref: string };
	readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

export interface Resource {
	readonly Type: string;
	readonly Condition?: string;
	readonly Properties: Properties;
}

interface Parameter {
	readonly Type: string;
	readonly Default?: string;
	readonly AllowedPattern?: string;
	readonly AllowedValues?: readonly string[];
}

export interface Template {
	readonly Parameters: Readonly<Record<string, Parameter>>;
	readonly Conditions: Readonly<Record<string, unknown>>;
	readonly Rules?: Readonly<Record<string, unknown>>;
	readonly Resources: Readonly<Record<string, Resource>>;
	readonly Outputs: Readonly<Record<string, unknown>>;
}

export type PlainName = keyof typeof PLAIN;

export function plain(name: PlainName = "taskgate.template.json"): Template {
	return JSON.parse(PLAIN[name]());
}

/** An empty code folder stands for the functions': nothing in a template depends on what is in it but a hash. */
export async function byCdk(gate: GateName = "Taskgate"): Promise<{ readonly template: Template; readonly assembly: string }> {
	const folder = mkdtempSync(join(tmpdir(), "taskgate-cdk-"));
	for (const name of FUNCTIONS) {
		await mkdir(join(folder, "lambda", name), { recursive: true });
		writeFileSync(join(folder, "lambda", name, "index.mjs"), `export const handler = "${name}";\n`);
	}
	const assembly = join(folder, "cdk");
	const { app, stack } = cdkApp(assembly, join(folder, "lambda"), gate);
	const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: Template };
	return { template, assembly };
}

export function ofType({ Resources }: Template, type: string): readonly (Resource & { readonly id: string })[] {
	return Object.entries(Resources).flatMap(([id, resource]) => (resource.Type === type ? [{ id, ...resource }] : []));
}

export interface Statement {
	readonly id: string;
	readonly condition: string | undefined;
	readonly effect: string;
	readonly actions: readonly string[];
	readonly resources: readonly unknown[];
}

const POLICIES = ["AWS::IAM::Policy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"];

/** Every statement of every policy, those of resources among them. */
export function statements(template: Template): readonly Statement[] {
	return POLICIES.flatMap((type) => ofType(template, type)).flatMap(({ id, Condition, Properties }) =>
		Properties.PolicyDocument.Statement.map(({ Effect, Action, Resource }) => ({
			...{ id, condition: Condition, effect: String(Effect) },
			...{ actions: [Action as string | readonly string[]].flat(), resources: [Resource].flat() },
		})),
	);
}
