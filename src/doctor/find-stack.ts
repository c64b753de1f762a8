/** The stack that the gate is: the one that is named, or the first of the names that the docs give. */
import { NotHere, Unread, type Where } from "./found.ts";
import { Stack, type StackRead } from "./stack.ts";

const NAMES = ["Taskgate", "TaskgateHub", "TaskgateMember"];

/** Why there is none is thrown by whoever needs one: a gate that `taskgate serve` runs has no stack. */
export type FoundStack = Stack | NotHere | Unread;

/** @throws {Error} for a stack that was named and is not there. */
export async function findStack(
	read: (name: string) => Promise<StackRead | undefined>,
	where: Where,
	asked: string | undefined,
): Promise<FoundStack> {
	try {
		for (const name of asked === undefined ? NAMES : [asked]) {
			const found = await read(name);
			if (found !== undefined) return new Stack(found, where);
		}
	} catch (error) {
		if (error instanceof Unread) return error;
		throw error;
	}
	const here = `in account ${where.account}, ${where.region}`;
	if (asked !== undefined)
		throw new Error(`there is no stack ${asked} ${here}: name the one that Taskgate was installed as, and its Region with --region`);
	return new NotHere(`there is no stack ${NAMES.join(", ")} ${here}; --stack names another`);
}
