/** The application that `cdk synth` runs. `-c gate=Taskgate` names the stack of a gate that is asked before each deployment. */
import { App, Tags } from "aws-cdk-lib";
import { WebStack } from "./web-stack.ts";

const app = new App();
new WebStack(app, "Web", {
	env: { account: "111122223333", region: "eu-central-1" },
	imageDigest: "sha256:3ee5873facf387e7635098360efdbbd99e6d1e0ad7a62066ee9893d626d9e53d",
	gate: app.node.tryGetContext("gate") as string | undefined,
});
Tags.of(app).add("team", "storefront");
app.synth();
