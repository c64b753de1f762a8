/** The ways to install each stack: by CDK, which uploads the code itself, and by plain CloudFormation, which is told where it lies. */
import { App, BootstraplessSynthesizer, CfnParameter, type IStackSynthesizer, type Stack } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import type { CodeOf } from "./gate-function.ts";
import { GateStack } from "./gate-stack.ts";
import { HubStack } from "./hub-stack.ts";
import { MemberStack } from "./member-stack.ts";
import { WebhookServiceStack } from "./webhook-service-stack.ts";

interface From {
	readonly code: (stack: Stack) => CodeOf;
	readonly synthesizer?: IStackSynthesizer;
}

/** One account and Region, or an organization; and the console beside either, which takes an image and no code. By the name of the stack. */
const GATES = {
	Taskgate: (scope: App, from: From) => new GateStack(scope, "Taskgate", from),
	TaskgateHub: (scope: App, from: From) => new HubStack(scope, "TaskgateHub", { memberTemplate: memberTemplate(), ...from }),
	TaskgateWebhookService: (scope: App, { synthesizer }: Omit<From, "code">) =>
		new WebhookServiceStack(scope, "TaskgateWebhookService", { ...(synthesizer && { synthesizer }) }),
} as const;

export type GateName = keyof typeof GATES;

/** A cloud assembly for `cdk deploy`. `lambdaFolder`: holds a folder for each function, with its index.mjs. */
export function cdkApp(outdir: string, lambdaFolder: string, gate: GateName = "Taskgate"): { readonly app: App; readonly stack: Stack } {
	const app = new App({ outdir, analyticsReporting: false });
	return { app, stack: GATES[gate](app, { code: () => (name) => Code.fromAsset(`${lambdaFolder}/${name}`) }) };
}

/** The templates for those without CDK, as text; they need no bootstrapped account. The same sources make the same bytes. */
export const PLAIN = {
	"taskgate.template.json": () => plain((app, synthesizer) => GATES.Taskgate(app, { code: archives, synthesizer })),
	"taskgate-hub.template.json": () => plain((app, synthesizer) => GATES.TaskgateHub(app, { code: archives, synthesizer })),
	"taskgate-member.template.json": () => plain((app, synthesizer) => new MemberStack(app, "TaskgateMember", { synthesizer })),
	"taskgate-webhook-service.template.json": () => plain((app, synthesizer) => GATES.TaskgateWebhookService(app, { synthesizer })),
} satisfies Readonly<Record<string, () => string>>;

/** Within the hub's own template, and so without a space too many: CloudFormation takes 51,200 bytes there. */
function memberTemplate(): string {
	return JSON.stringify(JSON.parse(PLAIN["taskgate-member.template.json"]()));
}

function plain(stackOf: (app: App, synthesizer: IStackSynthesizer) => Stack): string {
	const app = new App({ analyticsReporting: false });
	const stack = stackOf(app, new BootstraplessSynthesizer() as IStackSynthesizer);
	const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: unknown };
	return `${JSON.stringify(template, undefined, "\t")}\n`;
}

function archives(stack: Stack): CodeOf {
	const bucket = new CfnParameter(stack, "CodeBucket", { description: "Bucket, in this Region, that holds the code archives." });
	const prefix = new CfnParameter(stack, "CodePrefix", {
		default: "",
		description: "Prefix of events.zip, schedule.zip and so on in CodeBucket, such as taskgate/0.1.0/. A new one updates the functions.",
	});
	const from = Bucket.fromBucketName(stack, "Code", bucket.valueAsString);
	return (name) => Code.fromBucketV2(from, `${prefix.valueAsString}${name}.zip`);
}
