/** The store can be neither read nor written as it should, whoever asks and for whatever: its disk is full, read-only or failing, or its file is damaged. */
export class StoreUnusable extends Error {
	override readonly name = "StoreUnusable";
}
