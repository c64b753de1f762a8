/** A period with something of everything in it, for the tests of its formats. */
import type { Period } from "../src/report/period.ts";

export const PERIOD: Period = {
	since: "2026-10-30T03",
	until: "2026-11-29T02",
	madeAt: "2026-11-29T02:30:00.000Z",
	filter: { accounts: ["111122223333"], regions: [], policies: [] },
	decisions: 12_345,
	verdicts: { allowed: 12_000, denied: 340, undecided: 5 },
	consequences: {
		...{ admitted: 11_900, flagged: 100, prevented: 200, reverted: 100, reported: 10, undecided: 5 },
		...{ "would prevent": 20, "would revert": 5, "not reverted": 4, reverting: 1 },
	},
	notCarriedOut: [
		{ word: "would prevent", reason: "enforcement is off", count: 20 },
		{ word: "not reverted", reason: "failed: AccessDeniedException: `x` | <b>not</b> authorized to perform ecs:StopTask", count: 4 },
	],
	policies: Array.from({ length: 12 }, (_, i) => ({
		policy: `workload/policy-${i}`,
		actions: { deny: 120 - i * 10, warn: i, exempted: i === 0 ? 7 : 0 },
		total: 127 - i * 9,
	})),
	points: [
		{
			point: "cloudformation-hook",
			decisions: 10_000,
			consequences: { admitted: 9_700, flagged: 80, prevented: 200, "would prevent": 20 },
		},
		{ point: "cloudtrail-event", decisions: 2_345, consequences: { reverted: 100, "not reverted": 4 } },
	],
	accounts: [{ name: "111122223333", decisions: 12_345, consequences: { prevented: 200, reverted: 100 }, rolledUpHours: 24 }],
	days: [
		{ name: "2026-11-27", decisions: 345, consequences: { admitted: 345 }, rolledUpHours: 24 },
		{ name: "2026-11-28", decisions: 12_000, consequences: { admitted: 11_555, prevented: 200 }, rolledUpHours: 0 },
	],
	delays: [
		{ point: "cloudtrail-event", word: "reverted", exact: true, count: 90, p50: 3.4, p95: 12, p99: 185 },
		{ point: "all points", word: "reverted", exact: false, count: 10, p50: 5, p95: 60, p99: Number.POSITIVE_INFINITY },
	],
	principals: [
		{ name: "arn:aws:sts::111122223333:assumed-role/deployer/=cmd|'/c calc'", count: 300 },
		{ name: "", count: 40 },
	],
	excused: [
		{ exemption: "agent <script>", violations: 7, until: "2027-01-31T00:00:00Z" },
		{ exemption: "its-author", violations: 2, until: undefined },
	],
	completeness: {
		accounts: [
			{
				account: "111122223333",
				sealedHours: 718,
				rolledUpHours: 24,
				unsealed: ["2026-11-29T01", "2026-11-29T02"],
				newest: { hour: "2026-11-29T00", number: 2_400, digest: "3f".repeat(32) },
			},
			{ account: "none", sealedHours: 0, rolledUpHours: 0, unsealed: [], newest: undefined },
		],
		missing: 3,
	},
	gaps: ["24 hours with 345 decisions are rolled up: who was denied is known of the others alone"],
};
