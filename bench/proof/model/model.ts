/** The protocol: every interleaving of its model, and the real code held against the same laws. */
import type { Part } from "../part.ts";
import { conformance } from "./conformance.ts";
import { exhaustive } from "./exhaustive.ts";

export const modelPart: Part = async (ground) => [...(await exhaustive(ground)), ...(await conformance(ground))];
