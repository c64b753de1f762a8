/** The bucket for policy bundles and reports. */
import { Duration, Fn, RemovalPolicy, Validations } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { onlyIf, type Parameters } from "./parameters.ts";

/** Deleted with the stack once it is empty: CloudFormation deletes no bucket that holds something. */
export function bucket(scope: Construct, { hasKey, keyArn, retentionDays }: Parameters): Bucket {
	const files = new Bucket(scope, "Files", {
		encryption: BucketEncryption.S3_MANAGED,
		blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
		objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
		enforceSSL: true,
		minimumTLSVersion: 1.2,
		versioned: true,
		removalPolicy: RemovalPolicy.DESTROY,
		lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1), noncurrentVersionExpiration: Duration.days(1) }],
	});
	const resource = files.node.defaultChild as CfnBucket;
	resource.addPropertyOverride("LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays", retentionDays.valueAsNumber);
	const encryption = "BucketEncryption.ServerSideEncryptionConfiguration.0";
	resource.addPropertyOverride(`${encryption}.ServerSideEncryptionByDefault`, {
		SSEAlgorithm: Fn.conditionIf(hasKey.logicalId, "aws:kms", "AES256"),
		KMSMasterKeyID: onlyIf(hasKey, keyArn.valueAsString),
	});
	resource.addPropertyOverride(`${encryption}.BucketKeyEnabled`, onlyIf(hasKey, true));
	Validations.of(files).acknowledge({
		id: "AwsSolutions-S1",
		reason: "It holds policy bundles and reports, which nobody but the account reads; a log bucket for it would outlive an uninstall.",
	});
	return files;
}
