/** Whether every service asks the gate before a deployment starts anything. */
import type { Check } from "../check.ts";
import { type Found, notApplicable, ok, problem, type Where } from "../found.ts";
import type { LifecycleHook, ServiceRead } from "../reads.ts";
import { aws, Raw } from "../shell.ts";
import type { Stack } from "../stack.ts";

const STAGE = "PRE_SCALE_UP";
/** Commands are made for so many of them: the next run has the next ones. */
const MENDED = 10;
const NAMED = 3;

export const hook: Check = {
	name: "hook",
	why: "a service that does not ask is deployed first, and rolled back afterwards at best",
	async examine(patient) {
		const gate = gateOf(patient.stack());
		const tally = new Tally();
		for await (const { cluster, services, unread } of patient.reads.services()) {
			tally.unread.push(...unread);
			for (const service of services) tally.add(`${cluster}/${service.name}`, whyNot(service, gate));
		}
		return tally.found(patient.where, gate);
	},
};

/** The function that services invoke, and the role for it; a hub's services, which have none, stand still at a pause. */
interface Gate {
	readonly functionArn: string | undefined;
	readonly roleArn: string | undefined;
}

function gateOf({ read: { outputs } }: Stack): Gate {
	return { functionArn: outputs.DeploymentHookArn, roleArn: outputs.DeploymentHookRoleArn };
}

type Answer =
	| { readonly asks: true; readonly profile?: string; readonly byPause?: true }
	| { readonly asks: false; readonly fault: string }
	| { readonly runsNone: string };

function whyNot({ controller, isExpress, hooks }: ServiceRead, { functionArn, roleArn }: Gate): Answer {
	if (controller !== "ECS") return { runsNone: `controller ${controller}` };
	if (isExpress) return { runsNone: "Express Mode" };
	const atStage = hooks.filter(({ lifecycleStages = [] }) => lifecycleStages.includes(STAGE));
	const isOurs = ({ hookTargetArn = "" }: LifecycleHook) =>
		functionArn !== undefined && (hookTargetArn === functionArn || hookTargetArn.startsWith(`${functionArn}:`));
	const ours = atStage.find(isOurs);
	const pause = atStage.find(({ targetType }) => targetType === "PAUSE");
	const found = ours ?? pause;
	if (found === undefined) return { asks: false, fault: hooks.some(isOurs) ? `asks at other stages than ${STAGE}` : "does not ask" };
	if (found.timeoutConfiguration?.action === "CONTINUE")
		return { asks: false, fault: "goes on when no answer comes (timeoutConfiguration.action CONTINUE)" };
	if (ours === undefined) return { asks: true, byPause: true };
	if (ours.roleArn !== roleArn) return { asks: false, fault: `asks by ${ours.roleArn ?? "no role"}, which is not the stack's` };
	const profile = profileOf(ours.hookDetails);
	return { asks: true, ...(profile === undefined ? {} : { profile }) };
}

function profileOf(details: unknown): string | undefined {
	const { taskgate } = (details ?? {}) as { readonly taskgate?: { readonly profile?: unknown } };
	return typeof taskgate?.profile === "string" ? taskgate.profile : undefined;
}

class Tally {
	readonly unread: Found[] = [];
	readonly #faulty: { readonly name: string; readonly fault: string }[] = [];
	readonly #profiles = new Map<string, number>();
	readonly #none = new Map<string, number>();
	#asking = 0;
	#pausing = 0;

	add(name: string, answer: Answer): void {
		if ("runsNone" in answer) count(this.#none, answer.runsNone);
		else if (answer.asks) {
			this.#asking += 1;
			if (answer.byPause) this.#pausing += 1;
			if (answer.profile !== undefined) count(this.#profiles, answer.profile);
		} else this.#faulty.push({ name, fault: answer.fault });
	}

	found(where: Where, gate: Gate): readonly Found[] {
		const total = this.#asking + this.#faulty.length;
		const none = this.#none.size === 0 ? [] : [notApplicable(`${listed(this.#none)} run no deployment hooks`)];
		return [...this.#asked(total, where, gate), ...none, ...this.unread];
	}

	#asked(total: number, where: Where, gate: Gate): readonly Found[] {
		if (this.#faulty.length > 0) {
			const names = this.#faulty.slice(0, NAMED).map(({ name, fault }) => `${name} (${fault})`);
			const more = this.#faulty.length > NAMED ? ` and ${this.#faulty.length - NAMED} more` : "";
			const mend = this.#faulty.slice(0, MENDED).map(({ name }) => asking(name, where, gate));
			return [
				problem(`${this.#faulty.length} of ${total} services: ${names.join(", ")}${more}`, {
					mend,
					subjects: this.#faulty.map(({ name }) => name),
				}),
			];
		}
		if (total === 0) return this.unread.length > 0 || this.#none.size > 0 ? [] : [notApplicable("there are no services here")];
		const how = [
			...(this.#pausing > 0 ? [`${this.#pausing} of them by a pause`] : []),
			...(this.#profiles.size > 0 ? [`besides by ${listed(this.#profiles)}`] : []),
		];
		return [ok([`${total === 1 ? "the one service asks" : `all ${total} services ask`} at ${STAGE}`, ...how].join(", "))];
	}
}

function count(map: Map<string, number>, name: string): void {
	map.set(name, (map.get(name) ?? 0) + 1);
}

function listed(map: ReadonlyMap<string, number>): string {
	return [...map].map(([name, times]) => `${times} with ${name}`).join(", ");
}

/** Reads what the service has when it is run, puts the gate's hook in the place of one of the gate's, and keeps the rest. */
function asking(name: string, where: Where, { functionArn, roleArn }: Gate): string {
	const [cluster = "", service = ""] = [name.slice(0, name.lastIndexOf("/")), name.slice(name.lastIndexOf("/") + 1)];
	const ours = {
		...(functionArn === undefined ? { targetType: "PAUSE" } : { targetType: "AWS_LAMBDA", hookTargetArn: functionArn, roleArn }),
		...{ lifecycleStages: [STAGE], timeoutConfiguration: { timeoutInMinutes: 30, action: "ROLLBACK" } },
	};
	const isOurs = functionArn === undefined ? "targetType == 'PAUSE'" : `hookTargetArn == '${functionArn}'`;
	const has = "services[0].deploymentConfiguration";
	const hooks = `[(${has}.lifecycleHooks || \`[]\`)[?!(${isOurs})], \`${JSON.stringify([ours])}\`][]`;
	const query = `merge(${has} || \`{}\`, {lifecycleHooks: ${hooks}})`;
	const changed = new Raw(`"$(${aws("ecs describe-services", { cluster, services: service, query, output: "json" }, where)})"`);
	return aws("ecs update-service", { cluster, service, "deployment-configuration": changed }, where);
}
