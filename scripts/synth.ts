/** Writes what is deployed, offline: DIR/cdk, DIR/cdk-hub and DIR/cdk-webhook-service for `cdk deploy`, DIR/plain for CloudFormation alone, DIR/lambda the code of each function. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { cdkApp, PLAIN } from "../infra/app.ts";
import { loadConstraints } from "../src/constraints/profile.ts";
import { loadTrustPolicy } from "../src/evidence/trust-policy.ts";
import { openBuiltIn } from "../src/rego/built-in-bundle.ts";
import { buildLambda, FUNCTIONS } from "./build-lambda.ts";

const USAGE = "usage: npm run synth -- --output DIR [--constraints FILE.yaml] [--trust FILE.yaml]";

interface Options {
	readonly output: string;
	readonly constraints: string | undefined;
	readonly trust: string | undefined;
}

/** @throws {Error} saying which option is wrong. */
function options(): Options {
	const { values } = parseArgs({ options: { output: { type: "string" }, constraints: { type: "string" }, trust: { type: "string" } } });
	if (values.output === undefined) throw new Error("--output is missing: name the folder to write to");
	return { output: resolve(values.output), constraints: values.constraints, trust: values.trust };
}

/** @throws {ConstraintError} {TrustPolicyError} for a file that the functions would refuse to start with. */
async function synth({ output, constraints, trust }: Options): Promise<void> {
	if (constraints !== undefined) await loadConstraints({ files: [constraints] }, (await openBuiltIn()).policies);
	const beside = [...(constraints === undefined ? [] : [constraints]), ...(trust === undefined ? [] : await trustFiles(trust))];
	const lambda = `${output}/lambda`;
	await buildLambda(lambda);
	for (const file of beside) for (const name of FUNCTIONS) await copyFile(file, `${lambda}/${name}/${basename(file)}`);
	cdkApp(`${output}/cdk`, lambda).app.synth();
	cdkApp(`${output}/cdk-hub`, lambda, "TaskgateHub").app.synth();
	cdkApp(`${output}/cdk-webhook-service`, lambda, "TaskgateWebhookService").app.synth();
	await mkdir(`${output}/plain`, { recursive: true });
	for (const [name, template] of Object.entries(PLAIN)) await writeFile(`${output}/plain/${name}`, template());
	console.log(`CDK:            npx aws-cdk@2.1148.1 deploy --app ${output}/cdk`);
	console.log(`Organization:   npx aws-cdk@2.1148.1 deploy --app ${output}/cdk-hub`);
	console.log(`Console:        npx aws-cdk@2.1148.1 deploy --app ${output}/cdk-webhook-service (docs/webhook-service.md)`);
	console.log(`CloudFormation: ${output}/plain/taskgate.template.json, code in ${lambda}/{events,schedule,…}`);
	if (constraints !== undefined) console.log(`Constraints:    set the parameter Constraints=${basename(constraints)}`);
	if (trust !== undefined) console.log(`Trust policy:   set the parameter TrustPolicy=${basename(trust)}`);
}

/** The trust policy, and the root that it names: in an archive both lie in one folder. */
async function trustFiles(file: string): Promise<readonly string[]> {
	await loadTrustPolicy(file);
	const { trustedRoot } = parse(await readFile(file, "utf8")) as { readonly trustedRoot?: string };
	if (trustedRoot === undefined) return [file];
	if (trustedRoot !== basename(trustedRoot)) throw new Error(`${file}: its trustedRoot ${trustedRoot} must lie beside it, to be packed`);
	return [file, join(dirname(file), trustedRoot)];
}

try {
	await synth(options());
} catch (error) {
	console.error(`synth: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
	process.exitCode = 2;
}
