/** Small runs of `npm run prove -- storage`; a disk of its own needs more rights than tests have everywhere. */
import { describe, expect, inject, it } from "vitest";
import type { Claim } from "../../bench/proof/part.ts";
import { jumpingClock } from "../../bench/proof/storage/clock.ts";
import { damagedPages } from "../../bench/proof/storage/damage.ts";
import { limitedFile } from "../../bench/proof/storage/full.ts";
import { readOnly } from "../../bench/proof/storage/read-only.ts";
import { onScene, type Scene } from "../../bench/proof/storage/scene.ts";

const ground = { quick: true, seed: 20261129, tell: () => {} };

describe.each<readonly [string, (scene: Scene) => Promise<Claim | readonly Claim[]>]>([
	["a store that may not grow", limitedFile],
	["a store that may not be written", readOnly],
	["a clock that jumps", (scene) => jumpingClock(scene, 600)],
	["a file with damaged pages", (scene) => damagedPages(scene, ground, 2)],
])("%s", (_, trial) => {
	it("is told, and nothing that was acknowledged is lost", { timeout: 180_000 }, async () => {
		const claims = [await onScene(inject("motoUrl"), trial)].flat();
		for (const { figures, detail = [] } of claims) expect([figures, detail]).toEqual([figures, []]);
	});
});
