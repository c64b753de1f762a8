/** Version 5: what audits remember. */
export const AUDIT = "";
