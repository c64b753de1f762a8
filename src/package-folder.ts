/** What the source or dist/ lies in, and all else that is shipped. scripts/build-lambda.ts puts its own line in this one's place. */
export const PACKAGE_FOLDER = new URL("../", import.meta.url);
