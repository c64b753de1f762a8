/** ECS as recorded events tell of it, where ECS itself is not asked. */
import type { UnresolvedRequest } from "../admission/request.ts";
import { familyRevision, parseArn } from "./arn.ts";
import type { Described, DescribedTaskDefinition, EcsReader, Place } from "./ecs-reader.ts";
import { UnaskedEcsReader } from "./nothing-found.ts";

/** More than any recording names; the oldest are forgotten first. */
const MOST_REMEMBERED = 10_000;

export class RecordedEcsReader extends UnaskedEcsReader implements EcsReader {
	readonly whyNotAsked?: string;
	/** By family and by family:revision, each in its place; those of daemons by their ARN. */
	readonly #definitions = new Map<string, DescribedTaskDefinition>();

	constructor(whyNotAsked?: string) {
		super();
		if (whyNotAsked !== undefined) this.whyNotAsked = whyNotAsked;
	}

	/** The task definition that a request registers. Without an ARN its revision is not known, and only the bare family means it. */
	remember({ kind, object, name, references, account = "", region = "" }: UnresolvedRequest): void {
		if (kind === "DaemonTaskDefinition") {
			const arn = references.daemonTaskDefinition;
			if (arn !== undefined) this.#keep(arn, { arn, body: object, status: "ACTIVE" });
			return;
		}
		if (kind !== "TaskDefinition") return;
		const arn = references.taskDefinition ?? "";
		const { family, revision } = familyRevision(arn || name);
		const described = { arn, body: object, status: "ACTIVE" };
		const keys = revision === undefined ? [family] : [family, `${family}:${revision}`];
		for (const name of keys) this.#keep(`${account}/${region}/${name}`, described);
	}

	#keep(key: string, described: DescribedTaskDefinition): void {
		this.#definitions.delete(key);
		this.#definitions.set(key, described);
		for (const oldest of this.#definitions.keys()) {
			if (this.#definitions.size <= MOST_REMEMBERED) break;
			this.#definitions.delete(oldest);
		}
	}

	async taskDefinition({ account, region }: Place, reference: string): Promise<DescribedTaskDefinition | undefined> {
		const place = parseArn(reference) ?? { account, region };
		const { family, revision } = familyRevision(reference);
		return this.#definitions.get(`${place.account}/${place.region}/${revision === undefined ? family : `${family}:${revision}`}`);
	}

	async daemonTaskDefinition(_place: Place, arn: string): Promise<Described | undefined> {
		return this.#definitions.get(arn);
	}
}
