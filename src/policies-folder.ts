import { PACKAGE_FOLDER } from "./package-folder.ts";

/** Where the built-in library lies. */
export const POLICIES_FOLDER = new URL("policies/", PACKAGE_FOLDER);
