/** An ASFF report sent as docs/formats.md says, with the AWS CLI, to moto's BatchImportFindings. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { asffReport } from "../../src/report/asff.ts";
import { AUDITED, MANY } from "../audited.ts";
import { awsCli } from "../aws-cli.ts";
import { STYLE } from "../reported.ts";

interface Imported {
	readonly FailedCount: number;
	readonly SuccessCount: number;
	readonly FailedFindings: readonly unknown[];
}

const aws = awsCli(inject("awsCli"), inject("motoUrl"));

test("every finding is taken, in hundreds, and a second report renews the same ones", async () => {
	await aws("securityhub", "enable-security-hub");
	const folder = await mkdtemp(join(tmpdir(), "taskgate-asff-"));
	try {
		const report = { ...AUDITED, decisions: [...AUDITED.decisions, ...MANY.decisions.slice(0, 50)] };
		const { Findings } = JSON.parse(asffReport(report, STYLE)) as { Findings: { Id: string }[] };
		expect(Findings.length).toBeGreaterThan(100);
		for (const _ of ["once", "again"]) {
			for (let i = 0; i < Findings.length; i += 100) {
				const chunk = Findings.slice(i, i + 100);
				const file = join(folder, "chunk.json");
				await writeFile(file, JSON.stringify({ Findings: chunk }));
				const answer = await aws<Imported>("securityhub", "batch-import-findings", "--cli-input-json", `file://${file}`);
				expect(answer).toEqual({ FailedCount: 0, SuccessCount: chunk.length, FailedFindings: [] });
			}
		}
		const kept = await aws<{ Findings: { Id: string }[] }>("securityhub", "get-findings");
		expect(kept.Findings.map(({ Id }) => Id).sort()).toEqual(Findings.map(({ Id }) => Id).sort());
	} finally {
		await rm(folder, { recursive: true });
	}
});
