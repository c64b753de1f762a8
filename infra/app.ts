/** The two ways to install the one stack: by CDK, which uploads the code itself, and by plain CloudFormation, which is told where it lies. */
import { App, BootstraplessSynthesizer, CfnParameter, type IStackSynthesizer, type Stack } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import type { CodeOf } from "./functions.ts";
import { GateStack } from "./gate-stack.ts";

/** A cloud assembly for `cdk deploy`. `lambdaFolder`: holds events/ and schedule/, each with its index.mjs. */
export function cdkApp(outdir: string, lambdaFolder: string): { readonly app: App; readonly stack: GateStack } {
	const app = new App({ outdir, analyticsReporting: false });
	const stack = new GateStack(app, "Taskgate", { code: () => (name) => Code.fromAsset(`${lambdaFolder}/${name}`) });
	return { app, stack };
}

/** The template for those without CDK, as text; it needs no bootstrapped account. The same sources make the same bytes. */
export function plainTemplate(): string {
	const app = new App({ analyticsReporting: false });
	const synthesizer = new BootstraplessSynthesizer() as IStackSynthesizer;
	const stack = new GateStack(app, "Taskgate", { synthesizer, code: archives });
	const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: unknown };
	return `${JSON.stringify(template, undefined, "\t")}\n`;
}

function archives(stack: Stack): CodeOf {
	const bucket = new CfnParameter(stack, "CodeBucket", { description: "Bucket, in this Region, that holds the code archives." });
	const prefix = new CfnParameter(stack, "CodePrefix", {
		default: "",
		description: "Prefix of events.zip and schedule.zip in CodeBucket, such as taskgate/0.1.0/. A new one updates the functions.",
	});
	const from = Bucket.fromBucketName(stack, "Code", bucket.valueAsString);
	return (name) => Code.fromBucketV2(from, `${prefix.valueAsString}${name}.zip`);
}
