/** A store that cannot be written, that is damaged, and a clock that jumps: clear errors, and nothing acknowledged is lost. */
import { onMoto } from "../moto-ground.ts";
import type { Claim, Part } from "../part.ts";
import { fullDisk, limitedFile } from "./full.ts";
import { onScene } from "./scene.ts";

export const storage: Part = ({ tell }) =>
	onMoto(async (motoUrl) => {
		const claims: Claim[] = [await onScene(motoUrl, limitedFile)];
		const full = await onScene(motoUrl, fullDisk);
		if (full === undefined) tell("a full disk is not shown: this machine lets nobody mount one");
		else claims.push(full);
		return claims;
	});
