import { DescribeContinuousBackupsCommand, DescribeTableCommand, DescribeTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import type { Reads } from "../reads.ts";
import { reading, readingIfThere } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingTables({ dynamoDb }: Session): Pick<Reads, "table"> {
	return {
		async table(TableName) {
			const told = await readingIfThere("dynamodb:DescribeTable", ["ResourceNotFoundException"], () =>
				dynamoDb().send(new DescribeTableCommand({ TableName })),
			);
			if (told === undefined) return undefined;
			const [backups, expiry] = await Promise.all([
				reading("dynamodb:DescribeContinuousBackups", () => dynamoDb().send(new DescribeContinuousBackupsCommand({ TableName }))),
				reading("dynamodb:DescribeTimeToLive", () => dynamoDb().send(new DescribeTimeToLiveCommand({ TableName }))),
			]);
			const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
			const { TimeToLiveStatus = "DISABLED", AttributeName } = expiry.TimeToLiveDescription ?? {};
			return {
				status: told.Table?.TableStatus ?? "?",
				deletionProtected: told.Table?.DeletionProtectionEnabled === true,
				pointInTimeRecovery: recovery === "ENABLED",
				timeToLive: ["ENABLED", "ENABLING"].includes(TimeToLiveStatus) ? AttributeName : undefined,
			};
		},
	};
}
