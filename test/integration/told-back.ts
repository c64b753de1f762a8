/** A gate in this process, in front of moto: it hears of calls, and of its own calls as CloudTrail would tell of them. */
import { expect, inject, vi } from "vitest";
import type { DecisionWithActions } from "../../src/store/store.ts";
import { type CallEvent, callEvent } from "../cloudtrail.ts";
import { type Ground, ground, PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type ManagedEcs, managedEcs } from "./ecs-managed.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { gateInProcess, type InProcessGate } from "./gate-in-process.ts";

export const CLUSTER = "own-calls";
export const GATE = `arn:aws:iam::${PLACE.account}:role/taskgate`;
export const BAD = { containerDefinitions: [{ name: "app", image: "bad", memory: 128 }] };

type Told = readonly [eventName: string, requestParameters: object, responseElements: object | null, more?: Partial<CallEvent>];

export interface ToldBack {
	readonly stub: EcsStub;
	readonly ecs: Ground;
	/** Of the test that runs. */
	managed(): ManagedEcs;
	/** A new gate, with nothing on record; forgets what was called. */
	fresh(): void;
	hear(...told: Told): Promise<readonly DecisionWithActions[]>;
	/** What became of the actions of the one decision about an event. */
	outcomesOf(...told: Told): Promise<readonly string[]>;
	/** Tells back every call that the gate made and that changes something, with its request id and then without; answers how many. */
	tellBack(): Promise<number>;
	close(): Promise<void>;
}

const isRead = (operation: string) => /^(Describe|List|Get)/.test(operation);

export async function toldBack(): Promise<ToldBack> {
	const stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	const ecs = await ground(inject("motoUrl"), CLUSTER);
	let managed: ManagedEcs;
	let gate: InProcessGate;

	const hear = (...[eventName, requestParameters, responseElements, more = {}]: Told) =>
		gate.hear(callEvent({ eventName, requestParameters, responseElements, region: PLACE.region, ...more }));
	const changing = () => stub.calls.filter(({ operation }) => !isRead(operation));
	return {
		...{ stub, ecs, hear },
		managed: () => managed,
		fresh() {
			stub.reset();
			stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
			managed = managedEcs(stub, CLUSTER);
			gate = gateInProcess((text) => /bad|taskgate:|ecs-admission|"\/bin\/sh"/.test(text), GATE, { scaleToZero: true });
		},
		async outcomesOf(...told) {
			const decisions = await hear(...told);
			expect(decisions).toHaveLength(1);
			return decisions.flatMap(({ actions }) => actions.map(({ type, state }) => `${type} ${state}`));
		},
		async tellBack() {
			const own = changing();
			for (const { operation, body, answered = null, requestId = "" } of own) {
				expect(requestId).not.toBe("");
				expect(await hear(operation, body, answered, { roleArn: GATE, requestID: requestId }), operation).toEqual([]);
			}
			expect(changing(), "nothing new was done").toHaveLength(own.length);
			for (const { operation, body, answered = null } of own) {
				const alarms = gate.alarms.length;
				const judged = await hear(operation, body, answered, { roleArn: GATE });
				for (const { actions } of judged) expect(actions.filter(({ state }) => state !== "withheld")).toEqual([]);
				const raised = judged.length > 0 ? ["the gate's own role made a call that the gate has no record of"] : [];
				expect(gate.alarms.slice(alarms)).toEqual(raised);
			}
			expect(changing(), "nothing was acted on").toHaveLength(own.length);
			return own.length;
		},
		async close() {
			vi.unstubAllEnvs();
			await stub.close();
		},
	};
}
