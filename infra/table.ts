/** The table that decisions, planned actions, breaker and halt live in: the store's own data, deployed. */
import { Fn, RemovalPolicy } from "aws-cdk-lib";
import { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { createTable, EXPIRY } from "../src/store/dynamodb/table.ts";
import { onlyIf, type Parameters } from "./parameters.ts";

/**
 * Deleted with the stack, once DeletionProtection is off: nothing is left behind, and nothing is lost by accident.
 * Without a key it is encrypted with DynamoDB's own.
 */
export function table(scope: Construct, { deletionProtected, hasKey, keyArn }: Parameters): CfnTable {
	const resource = new CfnTable(scope, "Table", {
		billingMode: createTable.BillingMode,
		keySchema: createTable.KeySchema.map(keyElement),
		attributeDefinitions: createTable.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
			attributeName: AttributeName,
			attributeType: AttributeType,
		})),
		globalSecondaryIndexes: createTable.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
			indexName: IndexName,
			keySchema: KeySchema.map(keyElement),
			projection: {
				projectionType: Projection.ProjectionType,
				...("NonKeyAttributes" in Projection && { nonKeyAttributes: [...Projection.NonKeyAttributes] }),
			},
		})),
		timeToLiveSpecification: { attributeName: EXPIRY, enabled: true },
		pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
		sseSpecification: onlyIf(hasKey, { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: keyArn.valueAsString }),
		deletionProtectionEnabled: Fn.conditionIf(deletionProtected.logicalId, true, false),
	});
	resource.applyRemovalPolicy(RemovalPolicy.DESTROY);
	return resource;
}

function keyElement({ AttributeName, KeyType }: { AttributeName: string; KeyType: string }): CfnTable.KeySchemaProperty {
	return { attributeName: AttributeName, keyType: KeyType };
}
