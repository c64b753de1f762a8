/** What a policy's `patch` came to: operations of RFC 6902, checked one by one, or the reason why it says nothing. */
import { z } from "zod";
import type { Operation } from "../admission/operation.ts";
import type { Patching, Question } from "../admission/policy.ts";
import type { Json } from "../admission/request.ts";
import { depthWithin, MAX_DEPTH } from "../depth.ts";
import { failed } from "./violations.ts";

/** More than any policy has to say of ten containers. */
const MOST_OPERATIONS = 500;

const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, "must be a JSON pointer");
const value: z.ZodType<Json> = z.json();
export const OPERATION = z.discriminatedUnion(
	"op",
	[
		z.strictObject({ op: z.enum(["add", "replace", "test"]), path: pointer, value }),
		z.strictObject({ op: z.literal("remove"), path: pointer }),
		z.strictObject({ op: z.enum(["move", "copy"]), path: pointer, from: pointer }),
	],
	"must be add, remove, replace, test, move or copy",
);

/** `resultSet` is the module's own text: `[]` for undefined, which has nothing to mend. */
export function readPatch(resultSet: string, question: Question): Patching {
	const [first] = JSON.parse(resultSet) as readonly { readonly result: unknown }[];
	const operations: unknown = first === undefined ? [] : first.result;
	if (!Array.isArray(operations))
		return failed(question, `patch is of type ${typeof operations}; it must be an array of operations (RFC 6902)`);
	if (operations.length > MOST_OPERATIONS)
		return failed(question, `patch has ${operations.length} operations; ${MOST_OPERATIONS} are the most`);
	const read: Operation[] = [];
	for (const [i, operation] of operations.entries()) {
		if (!depthWithin(operation as Json, MAX_DEPTH))
			return failed(question, `patch has an operation (${i}) that is nested over ${MAX_DEPTH} deep`);
		const result = OPERATION.safeParse(operation);
		if (!result.success) {
			const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
			return failed(question, `patch has an operation (${i}) that is none of RFC 6902: ${problems.join("; ")}`);
		}
		read.push(result.data);
	}
	return { outcome: "patched", constraint: question.constraint, policy: question.policy, operations: read };
}
