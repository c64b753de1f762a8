/** Writes what is deployed, offline: DIR/cdk, DIR/cdk-hub and DIR/cdk-webhook-service for `cdk deploy`, DIR/plain for CloudFormation alone, DIR/lambda the code of each function. */
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cdkApp, PLAIN } from "../infra/app.ts";
import { loadConstraints } from "../src/constraints/profile.ts";
import { openBuiltIn } from "../src/rego/built-in-bundle.ts";
import { buildLambda, FUNCTIONS } from "./build-lambda.ts";

const USAGE = "usage: npm run synth -- --output DIR [--constraints FILE.yaml]";

/** @throws {Error} saying which option is wrong. */
function options(): { readonly output: string; readonly constraints: string | undefined } {
	const { values } = parseArgs({ options: { output: { type: "string" }, constraints: { type: "string" } } });
	if (values.output === undefined) throw new Error("--output is missing: name the folder to write to");
	return { output: resolve(values.output), constraints: values.constraints };
}

/** @throws {ConstraintError} for a file that the functions would refuse to start with. */
async function synth(output: string, constraints: string | undefined): Promise<void> {
	if (constraints !== undefined) await loadConstraints({ files: [constraints] }, (await openBuiltIn()).policies);
	const lambda = `${output}/lambda`;
	await buildLambda(lambda);
	if (constraints !== undefined) for (const name of FUNCTIONS) await copyFile(constraints, `${lambda}/${name}/${basename(constraints)}`);
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
}

try {
	const { output, constraints } = options();
	await synth(output, constraints);
} catch (error) {
	console.error(`synth: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
	process.exitCode = 2;
}
