/** The functions: there, ready, let run, of one mind about enforcement, and without errors. */
import type { Check } from "../check.ts";
import { type Found, ok, problem, unreadFound } from "../found.ts";
import type { FunctionRead, MetricAsked, Reads } from "../reads.ts";
import { aws, lookAt, Raw } from "../shell.ts";
import type { Part, Stack } from "../stack.ts";

const DAY_S = 86_400;
const ENFORCE = "TASKGATE_ENFORCE";

interface Known {
	readonly part: Part;
	readonly read: FunctionRead;
}

export const functions: Check = {
	name: "functions",
	why: "they judge, answer and act; what they do not do, nobody does",
	async examine({ reads, stack }) {
		const gate = stack().gate();
		const parts = gate.all("AWS::Lambda::Function");
		const faults: Found[] = [];
		const known: Known[] = [];
		const unread: Found[] = [];
		for (const part of parts) {
			try {
				const read = await reads.function(part.name);
				if (read === undefined) faults.push(problem(`the function ${part.name} is gone`, { subjects: [part.name], mend: [gone(gate)] }));
				else known.push({ part, read });
			} catch (error) {
				unread.push({ ...unreadFound(error), subjects: [part.name] });
			}
		}
		faults.push(...known.flatMap((one) => notReady(gate, one)), ...ofTwoMinds(gate, known), ...(await unfed(reads, gate)));
		faults.push(...together(unread), ...(await failing(reads, gate, known)));
		return faults.length > 0
			? faults
			: [
					ok(
						healthy(gate, known),
						known.map(({ part }) => part.name),
					),
				];
	},
};

/** What keeps one from being read keeps most of them, and is told once. */
function together(unread: readonly Found[]): readonly Found[] {
	const bySeen = Map.groupBy(unread, ({ seen }) => seen);
	return [...bySeen.values()].flatMap(([first, ...rest]) =>
		first === undefined ? [] : [{ ...first, subjects: [first, ...rest].flatMap(({ subjects = [] }) => subjects) }],
	);
}

function healthy(gate: Stack, known: readonly Known[]): string {
	const enforce = known[0]?.read.environment[ENFORCE] ?? "off";
	return `${known.length} functions are active, without errors or throttles for a day; ${ENFORCE}=${enforce}; ${versionOf(gate, known)}`;
}

/** Lambda knows no version of ours: what tells one from another is where its code came from, and its digest. */
function versionOf({ read }: Stack, known: readonly Known[]): string {
	const { CodePrefix } = read.parameters;
	const newest =
		known
			.map(({ read: { modifiedAt = "" } }) => modifiedAt)
			.toSorted()
			.at(-1) ?? "";
	return `code ${CodePrefix ? `from ${CodePrefix}` : `with the digest ${known[0]?.read.codeSha256 ?? "?"}`}, deployed ${newest.slice(0, 19) || "at an unknown time"}`;
}

function gone({ name, where }: Stack): string {
	return `${aws("cloudformation detect-stack-drift", { "stack-name": name }, where)}   # then install again: docs/install.md`;
}

function notReady({ where }: Stack, { part: { name }, read }: Known): readonly Found[] {
	const { state = "Active", lastUpdate = "Successful", stateReason, reservedConcurrency } = read;
	const subjects = [name];
	const ready = ["Active", "Inactive"].includes(state) && lastUpdate !== "Failed";
	return [
		...(ready
			? []
			: [
					problem(`the function ${name} is ${state}, its last update ${lastUpdate}${stateReason ? `: ${stateReason}` : ""}`, {
						...{ subjects, mend: [aws("lambda get-function-configuration", { "function-name": name }, where)] },
					}),
				]),
		...(reservedConcurrency === 0
			? [
					problem(`the function ${name} may not run: its reserved concurrency is 0`, {
						...{ subjects, mend: [aws("lambda delete-function-concurrency", { "function-name": name }, where)] },
					}),
				]
			: []),
	];
}

/** What the parameter says counts: the permissions go by it. */
function ofTwoMinds({ read: { parameters }, where }: Stack, known: readonly Known[]): readonly Found[] {
	const wanted = parameters.Enforce ?? "off";
	return known.flatMap(({ part: { name }, read: { environment, environmentError } }) => {
		const subjects = [name];
		if (environmentError !== undefined)
			return [{ status: "unknown" as const, seen: `the environment of ${name} cannot be read: ${environmentError}`, subjects }];
		const has = environment[ENFORCE] || "off";
		if (has === wanted) return [];
		const about = { "function-name": name };
		// Read by the command itself: what else stands there is nobody's to print.
		const query = `{Variables: merge(Environment.Variables, {${ENFORCE}: '${wanted}'})}`;
		const changed = `"$(${aws("lambda get-function-configuration", { ...about, query, output: "json" }, where)})"`;
		return [
			problem(`${name} has ${ENFORCE}=${has}, and the stack's parameter Enforce is ${wanted}`, {
				...{ subjects, why: "some of what is denied would be undone, and some not; the permissions go by the parameter" },
				mend: [aws("lambda update-function-configuration", { ...about, environment: new Raw(changed) }, where)],
			}),
		];
	});
}

/** Whether the events function takes what is in the queue. */
async function unfed(reads: Reads, gate: Stack): Promise<readonly Found[]> {
	const events = gate.part("AWS::Lambda::Function", "EventsFunction");
	const queueArn = gate.arnOf(gate.part("AWS::SQS::Queue", "EventQueue"));
	const why = "events wait in the queue, and nobody judges them";
	try {
		const ours = (await reads.sourceMappings(events.name)).find((mapping) => mapping.queueArn === queueArn);
		if (ours === undefined) {
			const options = {
				...{ "function-name": events.name, "event-source-arn": queueArn, "batch-size": "10" },
				...{ "function-response-types": "ReportBatchItemFailures", "scaling-config": "MaximumConcurrency=10" },
			};
			return [
				problem(`${events.name} does not read the queue`, {
					why,
					subjects: [events.name],
					mend: [aws("lambda create-event-source-mapping", options, gate.where)],
				}),
			];
		}
		if (["Enabled", "Enabling", "Creating", "Updating"].includes(ours.state)) return [];
		const mend = [aws("lambda update-event-source-mapping", { uuid: ours.uuid, enabled: true }, gate.where)];
		return [
			problem(`${events.name} does not read the queue: its mapping is ${ours.state.toLowerCase()}`, { why, mend, subjects: [events.name] }),
		];
	} catch (error) {
		return [unreadFound(error)];
	}
}

/** Of the last day. */
async function failing(reads: Reads, gate: Stack, known: readonly Known[]): Promise<readonly Found[]> {
	const asked = known.flatMap(({ part }) => ["Errors", "Throttles"].map((metric) => ofFunction(part, metric, DAY_S)));
	try {
		const sums = await reads.metrics(asked);
		return known.flatMap(({ part: { id, name } }, n) => {
			const [errors = 0, throttles = 0] = [sums[2 * n], sums[2 * n + 1]];
			if (errors === 0 && throttles === 0) return [];
			const log = gate.find("AWS::Logs::LogGroup", id.replace(/Function[0-9A-F]{8}$/, "Logs"))?.name;
			const mend = log === undefined ? [] : [lookAt(log, "1d", gate.where)];
			return [problem(`${name} had ${errors} errors and ${throttles} throttles in the last day`, { mend, subjects: [name] })];
		});
	} catch (error) {
		return [unreadFound(error)];
	}
}

export function ofFunction({ name }: Part, metric: string, over: number): MetricAsked {
	return { namespace: "AWS/Lambda", metric, dimensions: { FunctionName: name }, statistic: "Sum", over };
}
