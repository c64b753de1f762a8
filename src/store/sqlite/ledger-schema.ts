/** Version 4: the ledger. */
export const LEDGER = "";
