/** The parts of the proof by name. To add one: a file or folder, and its line here. */
import { crash } from "./crash/crash.ts";
import { faults } from "./faults/faults.ts";
import { hostile } from "./hostile/hostile.ts";
import { isolation } from "./isolation.ts";
import { modelPart } from "./model/model.ts";
import type { Part } from "./part.ts";
import { soakPart } from "./soak.ts";
import { storage } from "./storage/storage.ts";

export const PARTS: Readonly<Record<string, Part>> = {
	crash,
	faults,
	storage,
	hostile,
	isolation,
	model: modelPart,
	soak: soakPart,
};
