/** Policies of one's own instead of the built-in library: a signed bundle in the gate's bucket, and how its functions come by it. */
import { Aws, CfnCondition, CfnParameter, CfnRule, Fn } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Grant } from "./grant.ts";

export interface BundleParameters {
	readonly object: CfnParameter;
	readonly hasBundle: CfnCondition;
	/** A bundle, and a key of the customer's own that the bucket may encrypt with. */
	readonly bundleNeedsKey: CfnCondition;
	readonly key: CfnParameter;
	readonly algorithm: CfnParameter;
}

type Files = Pick<IBucket, "bucketName" | "arnForObjects">;

/** All that Taskgate knows but those with a shared secret, which would stand in the template's parameters. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
const PEM = "^(-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[A-Za-z0-9+/=\\s\\\\-]+-----END (PUBLIC KEY|CERTIFICATE)-----\\s*)?$";

/**
 * Declared in the stack itself, as its other parameters. What nobody verifies is not judged by: an object without a key is refused.
 * `hasKey`: absent where there always is one.
 */
export function declareBundle(stack: Construct, hasKey?: CfnCondition): BundleParameters {
	const object = new CfnParameter(stack, "BundleObject", {
		default: "",
		allowedPattern: "^([A-Za-z0-9!_.()-][A-Za-z0-9!_.()/-]{0,1000})?$",
		description: "Key of a policy bundle in the gate's own bucket (output FilesBucket); empty: the built-in library.",
	});
	const key = new CfnParameter(stack, "BundleKey", {
		default: "",
		allowedPattern: PEM,
		description: "Public key in PEM that the bundle must be signed with.",
	});
	const algorithm = new CfnParameter(stack, "BundleAlgorithm", {
		allowedValues: ALGORITHMS,
		default: "RS256",
		description: "Algorithm of the bundle's signature.",
	});
	const isGiven = Fn.conditionNot(Fn.conditionEquals(object, ""));
	new CfnRule(stack, "BundlesAreSigned", {
		ruleCondition: isGiven,
		assertions: [
			{ assert: Fn.conditionNot(Fn.conditionEquals(key, "")), assertDescription: "BundleKey is what the bundle is verified with: set it." },
		],
	});
	const hasBundle = new CfnCondition(stack, "HasBundle", { expression: isGiven });
	const bundleNeedsKey = hasKey ? new CfnCondition(stack, "BundleNeedsKey", { expression: Fn.conditionAnd(hasBundle, hasKey) }) : hasBundle;
	return { object, key, algorithm, hasBundle, bundleNeedsKey };
}

/** An empty variable is one that is not set. */
export function bundleEnvironment({ object, key, algorithm, hasBundle }: BundleParameters, files: Files): Record<string, string> {
	const whereGiven = (value: string) => Fn.conditionIf(hasBundle.logicalId, value, "").toString();
	return {
		TASKGATE_BUNDLE: whereGiven(`s3://${files.bucketName}/${object.valueAsString}`),
		TASKGATE_BUNDLE_KEY: whereGiven(key.valueAsString),
		TASKGATE_BUNDLE_ALGORITHM: algorithm.valueAsString,
	};
}

/** While there is a bundle. */
export function readingBundle({ object }: BundleParameters, files: Files): readonly Grant[] {
	return [{ sid: "ReadBundle", actions: ["s3:GetObject"], resources: [files.arnForObjects(object.valueAsString)] }];
}

/** While there is a bundle, and a key of the customer's own. */
export function decryptingBundle(keyArn: CfnParameter): readonly Grant[] {
	const conditions = { StringEquals: { "kms:ViaService": `s3.${Aws.REGION}.amazonaws.com` } };
	return [{ sid: "DecryptBundle", actions: ["kms:Decrypt"], resources: [keyArn.valueAsString], conditions }];
}
