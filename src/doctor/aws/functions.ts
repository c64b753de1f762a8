import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import type { Reads } from "../reads.ts";
import { allPages, reading, readingIfThere } from "./reading.ts";
import type { Session } from "./session.ts";

export function readingFunctions({ lambda }: Session): Pick<Reads, "function" | "sourceMappings"> {
	return {
		async function(FunctionName) {
			const told = await readingIfThere("lambda:GetFunctionConfiguration", ["ResourceNotFoundException"], () =>
				lambda().send(new GetFunctionConfigurationCommand({ FunctionName })),
			);
			if (told === undefined) return undefined;
			const concurrency = await reading("lambda:GetFunctionConcurrency", () =>
				lambda().send(new GetFunctionConcurrencyCommand({ FunctionName })),
			);
			return {
				...{ state: told.State, stateReason: told.StateReason, lastUpdate: told.LastUpdateStatus },
				...{ codeSha256: told.CodeSha256, modifiedAt: told.LastModified },
				environment: told.Environment?.Variables ?? {},
				environmentError: told.Environment?.Error?.Message,
				reservedConcurrency: concurrency.ReservedConcurrentExecutions,
			};
		},
		sourceMappings: (FunctionName) =>
			reading("lambda:ListEventSourceMappings", () =>
				allPages(async (Marker) => {
					const answer = await lambda().send(new ListEventSourceMappingsCommand({ FunctionName, Marker }));
					const items = (answer.EventSourceMappings ?? []).map(({ UUID = "", State = "?", EventSourceArn = "" }) => ({
						...{ uuid: UUID, state: State, queueArn: EventSourceArn },
					}));
					return { items, next: answer.NextMarker };
				}),
			),
	};
}
