import type { Check } from "../check.ts";
import { ok, problem } from "../found.ts";

/** AWS refuses signatures that are five minutes off. */
const BREAKS_MS = 300_000;
const NOTICED_MS = 60_000;

export const clock: Check = {
	name: "clock",
	why: "decisions, exemptions that end and signatures go by this machine's clock",
	async examine({ reads }) {
		const { skewMs, marginMs } = await reads.clockSkew();
		const off = Math.abs(skewMs);
		const seen = `this machine's clock is ${told(skewMs)} (give or take ${Math.ceil(marginMs / 1000)} s)`;
		if (off - marginMs <= NOTICED_MS) return [ok(seen)];
		const breaks =
			"AWS refuses what is signed more than five minutes off, so that the gate could neither look up nor act from this machine";
		return [
			problem(seen, { mend: ["sudo chronyc makestep || sudo timedatectl set-ntp true"], ...(off > BREAKS_MS ? { why: breaks } : {}) }),
		];
	},
};

function told(skewMs: number): string {
	const seconds = Math.round(Math.abs(skewMs) / 1000);
	if (seconds === 0) return "AWS's";
	return `${seconds} s ${skewMs > 0 ? "behind" : "ahead of"} AWS's`;
}
