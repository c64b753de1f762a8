/**
 * Preloaded into a gate (`--import`): its date is the machine's, moved. `TASKGATE_PROOF_CLOCK` is JSON, a list of
 * `[from, by]`, both in milliseconds: from that instant of the machine's clock on the date is moved by so much. `TASKGATE_PROOF_JUMPS`
 * is a JSON list of `by`: each SIGUSR2 takes the next. Timers are not moved.
 */

const MOVES = JSON.parse(process.env.TASKGATE_PROOF_CLOCK ?? "[]") as readonly (readonly [from: number, by: number])[];
const JUMPS = JSON.parse(process.env.TASKGATE_PROOF_JUMPS ?? "[]") as number[];
const Machine = Date;
let jumped: number | undefined;

process.on("SIGUSR2", () => {
	jumped = JUMPS.shift() ?? jumped;
});

function now(): number {
	const machine = Machine.now();
	const [, by] = MOVES.findLast(([from]) => from <= machine) ?? [0, 0];
	return machine + (jumped ?? by);
}

globalThis.Date = new Proxy(Machine, {
	construct: (target, args, asked) => Reflect.construct(target, args.length === 0 ? [now()] : args, asked) as object,
	get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});
