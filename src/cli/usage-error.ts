/** Taskgate was asked for something that it cannot do: exit code 2, and the message is all there is to say. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}
