/** The table that decisions, planned actions, breaker and halt live in. */
import { EXPIRY } from "../../store/dynamodb/table.ts";
import type { Check, Patient } from "../check.ts";
import { NotHere, ok, problem } from "../found.ts";
import { aws } from "../shell.ts";

export const table: Check = {
	name: "table",
	why: "it is the record that auditors read, and the gate's memory",
	async examine(patient) {
		const name = await tableName(patient);
		const about = { "table-name": name };
		const { where } = patient;
		const read = await patient.reads.table(name);
		if (read === undefined) {
			const restored = { "source-table-name": name, "target-table-name": name, "use-latest-restorable-time": true };
			return [
				problem(`the table ${name} is not in this account and Region`, {
					...{
						subjects: [name],
						why: "nothing can be decided without it; its last 35 days can be restored where point-in-time recovery was on",
					},
					mend: [aws("dynamodb restore-table-to-point-in-time", restored, where)],
				}),
			];
		}
		const subjects = [name];
		const faults = [
			...(read.status === "ACTIVE"
				? []
				: [problem(`the table ${name} is ${read.status}`, { subjects, mend: [aws("dynamodb wait table-exists", about, where)] })]),
			...(read.deletionProtected
				? []
				: [
						problem(`the table ${name} can be deleted`, {
							...{ subjects, why: "whoever deletes the stack, or the table, deletes the record" },
							mend: [aws("dynamodb update-table", { ...about, "deletion-protection-enabled": true }, where)],
						}),
					]),
			...(read.pointInTimeRecovery
				? []
				: [
						problem(`the table ${name} has no point-in-time recovery`, {
							...{ subjects, why: "what is overwritten or deleted in it is lost" },
							mend: [
								aws(
									"dynamodb update-continuous-backups",
									{ ...about, "point-in-time-recovery-specification": "PointInTimeRecoveryEnabled=true" },
									where,
								),
							],
						}),
					]),
			...(read.timeToLive === EXPIRY
				? []
				: [
						problem(`the table ${name} expires ${read.timeToLive === undefined ? "nothing" : `by ${read.timeToLive}`}`, {
							...{ subjects, why: `records stay beyond the retention that was set: the gate writes their end into ${EXPIRY}` },
							mend: [
								aws(
									"dynamodb update-time-to-live",
									{ ...about, "time-to-live-specification": `Enabled=true,AttributeName=${EXPIRY}` },
									where,
								),
							],
						}),
					]),
		];
		return faults.length > 0
			? faults
			: [ok(`${name} is active, protected from deletion, with point-in-time recovery and expiry by ${EXPIRY}`)];
	},
};

async function tableName(patient: Patient): Promise<string> {
	const { address } = await patient.store();
	if (!address.startsWith("dynamodb:")) throw new NotHere(`the store is ${address}`);
	return address.slice("dynamodb:".length);
}
