/** The AWS clients of every account, Region and partition that the gate looks after, each made once. */
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { partitionOf } from "./arn.ts";
import { messageOf } from "./aws-error.ts";
import { LookUpFailed, type Place } from "./ecs-reader.ts";
import { refusingEmpty } from "./empty-answer.ts";
import { type CallObserver, observed } from "./observed-calls.ts";
import type { Self } from "./registry.ts";

const SESSION = "taskgate";
/** Adaptive: slows itself down when AWS throttles. A call that hangs is given up after 5 s and tried again. */
export const CALLING = {
	retryMode: "adaptive",
	maxAttempts: 3,
	requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

export type Credentials = ReturnType<typeof fromNodeProviderChain>;

interface AwsClientsOptions {
	readonly roleArn?: string | undefined;
	readonly maxAttempts?: number;
	readonly observer?: CallObserver | undefined;
}

export class AwsClients {
	readonly #roleArn: string | undefined;
	readonly #maxAttempts: number;
	readonly #own: Credentials = fromNodeProviderChain({ maxRetries: 1, timeout: 1_000 });
	readonly #credentials = new Map<string, Credentials>();
	readonly #ecs = new Map<string, ECSClient>();
	readonly #eventBridge = new Map<string, EventBridgeClient>();
	readonly #observer: CallObserver | undefined;
	#identity: Promise<Identity> | undefined;

	/**
	 * `roleArn`: `arn:aws:iam::{account}:role/…`, assumed in every account; without it only the gate's own account is reached.
	 * `maxAttempts`: how often a call is tried before it has failed.
	 */
	constructor({ roleArn, maxAttempts = CALLING.maxAttempts, observer }: AwsClientsOptions = {}) {
		this.#observer = observer;
		this.#roleArn = roleArn;
		this.#maxAttempts = maxAttempts;
	}

	/** @throws {LookUpFailed} for an account that the gate has no role in. */
	async ecs(place: Place): Promise<ECSClient> {
		const key = `${place.partition}/${place.account}/${place.region}`;
		const settings = await this.settings(place);
		const client = this.#ecs.get(key) ?? observed(refusingEmpty(new ECSClient(settings)), this.#observer);
		this.#ecs.set(key, client);
		return client;
	}

	/** For a bus: by ARN where that says, by name in the gate's own account and Region. @throws {LookUpFailed} */
	async eventBridge(bus: string): Promise<EventBridgeClient> {
		const known = this.#eventBridge.get(bus);
		if (known !== undefined) return known;
		const [, partition, region, account] = /^arn:([^:]+):events:([^:]+):(\d{12}):event-bus\//.exec(bus) ?? [];
		const place = partition && region && account ? { partition, region, account } : undefined;
		const isOwn = place === undefined || (await this.#whoAmI(place.region)).account === place.account;
		const settings = place && !isOwn ? await this.settings(place) : { ...CALLING, ...(region ? { region } : {}), credentials: this.#own };
		const client = observed(refusingEmpty(new EventBridgeClient(settings)), this.#observer);
		this.#eventBridge.set(bus, client);
		return client;
	}

	/** With the gate's own credentials; for whoever asks to destroy. */
	sts(region: string): STSClient {
		return observed(new STSClient({ ...CALLING, region, credentials: this.#own }), this.#observer);
	}

	/** The ARNs under which the gate calls AWS in an account: the role's and the session's. @throws {LookUpFailed} */
	async ownPrincipals(account: string): Promise<readonly string[]> {
		if (this.#roleArn === undefined) return principalsOf((await this.#whoAmI()).arn);
		const role = roleIn(this.#roleArn, account);
		const [, partition] = role.split(":");
		return [role, `arn:${partition}:sts::${account}:assumed-role/${role.split("/").at(-1)}/${SESSION}`];
	}

	/** Who the gate itself is, and where. @throws {LookUpFailed} */
	async self(): Promise<Self> {
		const region = await new STSClient({}).config.region().catch((cause: unknown) => {
			throw new LookUpFailed(`no Region is set: ${messageOf(cause)}`, { transient: false, cause });
		});
		const identity = await this.#whoAmI(region);
		const [, roleArn] = principalsOf(identity.arn);
		return { ...identity, ...(roleArn === undefined ? {} : { roleArn }), region, partition: partitionOf(region) };
	}

	/** Whether there are credentials at all. */
	async hasCredentials(): Promise<boolean> {
		return this.#own().then(
			() => true,
			() => false,
		);
	}

	/** Of a client in a place. @throws {LookUpFailed} for an account that the gate has no role in. */
	async settings(place: Place) {
		return { ...CALLING, maxAttempts: this.#maxAttempts, region: place.region, credentials: await this.#credentialsFor(place) };
	}

	async #credentialsFor(place: Place): Promise<Credentials> {
		const { account } = place;
		if (this.#roleArn !== undefined) {
			const known = this.#credentials.get(account);
			if (known !== undefined) return known;
			const params = { RoleArn: roleIn(this.#roleArn, account), RoleSessionName: SESSION };
			const clientConfig = { ...CALLING, region: place.region };
			const assumed = fromTemporaryCredentials({ params, clientConfig, masterCredentials: this.#own }) as Credentials;
			this.#credentials.set(account, assumed);
			return assumed;
		}
		const own = await this.#whoAmI(place.region);
		if (own.account === account) return this.#own;
		throw new LookUpFailed(`no role for account ${account}: the gate's own account is ${own.account} (set TASKGATE_ROLE_ARN)`, {
			transient: false,
		});
	}

	/** Looked up once, in this Region or the machine's own; a failure is not remembered. */
	#whoAmI(region?: string): Promise<Identity> {
		this.#identity ??= askWhoAmI(this.#own, region).catch((cause: unknown) => {
			this.#identity = undefined;
			throw new LookUpFailed(`sts:GetCallerIdentity failed: ${messageOf(cause)}`, { transient: true, cause });
		});
		return this.#identity;
	}
}

export interface Identity {
	readonly account: string;
	readonly arn: string;
}

/** Whose the credentials are, as STS knows it. */
export async function askWhoAmI(credentials: Credentials, region: string | undefined): Promise<Identity> {
	const sts = new STSClient({ ...CALLING, ...(region === undefined ? {} : { region }), credentials });
	const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({})).finally(() => sts.destroy());
	if (Account === undefined || Arn === undefined) throw new Error("the answer names no account");
	return { account: Account, arn: Arn };
}

function roleIn(template: string, account: string): string {
	return template.replaceAll("{account}", account);
}

/** A session's own ARN and its role's. STS does not tell a role's path, so that a role with a path is known by its session alone. */
export function principalsOf(arn: string): readonly string[] {
	const [, partition, account, role] = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
	return role === undefined ? [arn] : [arn, `arn:${partition}:iam::${account}:role/${role}`];
}
