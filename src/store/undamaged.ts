/** What is read out of a store. @throws {Error} naming what it is of where somebody, or a disk, has damaged it */
export function undamaged<Read>(of: string, read: () => Read): Read {
	try {
		return read();
	} catch (error) {
		throw new Error(`${of} in the store is damaged: ${(error as Error).message}`, { cause: error });
	}
}
