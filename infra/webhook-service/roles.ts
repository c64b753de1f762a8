/** What the service may: by one role ECS starts it, by the other it reads and records. Neither changes anything in ECS. */
import { Aws, Fn, type Stack } from "aws-cdk-lib";
import { PrincipalWithConditions, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { decryptingBundle, readingBundle } from "../bundle.ts";
import { lookingUp, OWN_REGION } from "../ecs-permissions.ts";
import { type Grant, give } from "../grant.ts";
import { keepingRecords, usingKey, writingLogs } from "../permissions.ts";
import { askingRegistries } from "../registries.ts";
import type { ServiceParameters } from "./parameters.ts";

/** Of alerts, which the functions judge. */
const NOT_ASKED_HERE = ["FindTaskOfContainer"];

export interface Roles {
	readonly execution: Role;
	readonly task: Role;
}

export function roles(
	stack: Stack,
	parameters: ServiceParameters,
	{ logs, files }: { readonly logs: LogGroup; readonly files: IBucket },
): Roles {
	const { of, keyArn, bundle } = parameters;
	const execution = role(stack, "Execution", "by this ECS pulls the image, reads the key and writes the log");
	const secret = [readingSecret(of.KeySecretArn.valueAsString), decryptingSecrets(keyArn.valueAsString)];
	give(execution, "Start", [...pulling(of.Image.valueAsString), ...writingLogs(logs), ...secret]);

	const task = role(stack, "Task", "by this the service reads and records decisions, and looks up what it is asked about");
	const tableArn = `arn:${Aws.PARTITION}:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/${of.TableName.valueAsString}`;
	const reads = lookingUp(OWN_REGION).filter(({ sid }) => !NOT_ASKED_HERE.includes(sid));
	give(task, "Answer", [...recording(tableArn), ...reads]);
	give(task, "Registries", askingRegistries(), parameters.hasRegistries);
	give(task, "Key", usingKey(parameters, ["dynamodb"]));
	give(task, "Bundle", [...readingBundle(bundle, files), rememberingBundle(tableArn)], bundle.hasBundle);
	give(task, "BundleKey", decryptingBundle(keyArn), bundle.bundleNeedsKey);
	return { execution, task };
}

/** Only tasks of this account and Region. */
function role(stack: Stack, id: string, does: string): Role {
	return new Role(stack, `${id}Role`, {
		assumedBy: new PrincipalWithConditions(new ServicePrincipal("ecs-tasks.amazonaws.com"), {
			StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
			ArnLike: { "aws:SourceArn": `arn:${Aws.PARTITION}:ecs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*` },
		}),
		description: `Taskgate: ${does}`,
	});
}

/** `image`: ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@DIGEST, as its parameter demands. */
function pulling(image: string): readonly Grant[] {
	const [registry, name] = [0, 1].map((n) => Fn.select(n, Fn.split(".amazonaws.com/", Fn.select(0, Fn.split("@", image))))) as [
		string,
		string,
	];
	const [account, region] = [0, 3].map((n) => Fn.select(n, Fn.split(".", registry))) as [string, string];
	return [
		{
			...{ sid: "LogInToEcr", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
			because: "The API knows no resource for this action: a token is for all that the role may pull.",
		},
		{
			...{ sid: "PullTheImage", actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] },
			resources: [`arn:${Aws.PARTITION}:ecr:${region}:${account}:repository/${name}`],
		},
	];
}

function readingSecret(secretArn: string): Grant {
	return { sid: "ReadTheKey", actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] };
}

/** Where the secret is encrypted with it. */
function decryptingSecrets(keyArn: string): Grant {
	const conditions = { StringEquals: { "kms:ViaService": `secretsmanager.${Aws.REGION}.amazonaws.com` } };
	return { sid: "DecryptTheKey", actions: ["kms:Decrypt"], resources: [keyArn], conditions };
}

/** As the functions', without what only those do that judge events, act and seal. */
function recording(tableArn: string): readonly Grant[] {
	const [keep, ...lists] = keepingRecords(tableArn) as [Grant, ...Grant[]];
	const actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"];
	return [{ ...keep, actions }, ...lists];
}

/** Which bundle was taken last: a newer one takes its place there. */
function rememberingBundle(tableArn: string): Grant {
	return { sid: "RememberBundle", actions: ["dynamodb:UpdateItem", "dynamodb:DeleteItem"], resources: [tableArn] };
}
