/** Where the built-in library lies: beside src/ in a clone, beside dist/ in the package. scripts/build-lambda.ts puts its own line in this one's place. */
export const POLICIES_FOLDER = new URL("../policies/", import.meta.url);
