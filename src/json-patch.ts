/** One operation of RFC 6902, done. */
import { applyPatch, type Operation } from "rfc6902";
import type { Apply } from "./admission/mutate.ts";

export const applyOperation: Apply = (object, operation) => {
	const [problem] = applyPatch(object, [operation as Operation]);
	if (problem === null || problem === undefined) return undefined;
	// The library's own words repeat values, which may be secret.
	return problem.name === "TestError" ? "the test fails" : "there is nothing at its path";
};
