/** A store that cannot be written, that is damaged, and a clock that jumps: clear errors, and nothing acknowledged is lost. */
import { onMoto } from "../moto-ground.ts";
import type { Claim, Part } from "../part.ts";
import { jumpingClock } from "./clock.ts";
import { damagedPages } from "./damage.ts";
import { fullDisk, limitedFile } from "./full.ts";
import { readOnly } from "./read-only.ts";
import { onScene } from "./scene.ts";

export const storage: Part = (ground) =>
	onMoto(async (motoUrl) => {
		const { quick, tell } = ground;
		const claims: Claim[] = [];
		const trials = {
			"a file that may not grow": limitedFile,
			"a full disk": fullDisk,
			"a read-only store": readOnly,
			"a jumping clock": (scene: Parameters<typeof readOnly>[0]) => jumpingClock(scene, quick ? 1_000 : 8_000),
		};
		for (const [name, trial] of Object.entries(trials)) {
			tell(name);
			const claim = await onScene(motoUrl, trial);
			if (claim === undefined) tell(`${name} is not shown: this machine lets nobody mount one`);
			else claims.push(claim);
		}
		tell("damaged pages");
		return [...claims, ...(await onScene(motoUrl, (scene) => damagedPages(scene, ground, quick ? 4 : 24)))];
	});
