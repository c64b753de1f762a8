/** What somebody, or a disk, has damaged: it cannot be read, and trying again does not help. */
export class Damaged extends Error {
	override readonly name = "Damaged";
}

/** What is read out of a store. @throws {Damaged} naming what it is of */
export function undamaged<Read>(of: string, read: () => Read): Read {
	try {
		return read();
	} catch (error) {
		throw new Damaged(`${of} in the store is damaged: ${(error as Error).message}`, { cause: error });
	}
}
