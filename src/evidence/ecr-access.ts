/** ECR's own API, and the login to its registries: with the gate's role in the registry's account. */
import type { ECRClient, ECRClientConfig } from "@aws-sdk/client-ecr";
import { ask } from "../ecs/ask.ts";
import type { Place } from "../ecs/ecs-reader.ts";
import { type CallObserver, observed } from "../ecs/observed-calls.ts";
import { NotKnown } from "./evidence.ts";
import { ecrPlace } from "./image-reference.ts";
import { Remembered } from "./remembered.ts";

/** @throws {LookUpFailed} for an account that the gate has no role in. */
export type ClientSettings = (place: Place) => Promise<ECRClientConfig>;

/** A login lives for 12 hours. */
const LOGIN_MS = 3_600_000;

export class EcrAccess {
	readonly #settings: ClientSettings | undefined;
	readonly #observer: CallObserver | undefined;
	readonly #clients = new Map<string, Promise<ECRClient>>();
	readonly #logins: Remembered<string>;

	/** Without settings there are no AWS credentials, and no registry of ECR's is asked. */
	constructor(settings: ClientSettings | undefined, elapsed: () => number, observer?: CallObserver) {
		this.#settings = settings;
		this.#observer = observer;
		this.#logins = new Remembered({ limit: 500, elapsed });
	}

	/** The Authorization header of a private registry of ECR's; undefined for any other. Asked for anew in the place of a `refused` one. @throws {NotKnown} {LookUpFailed} */
	async login(registry: string, refused?: string): Promise<string | undefined> {
		const place = ecrPlace(registry);
		if (place === undefined) return undefined;
		const key = keyOf(place);
		const look = () => this.#askForLogin(place);
		const isRefused = refused !== undefined && (await this.#logins.peek(key)) === refused;
		return isRefused ? this.#logins.renew(key, look, () => LOGIN_MS) : this.#logins.get(key, look, () => LOGIN_MS);
	}

	/** @throws {NotKnown} {LookUpFailed} */
	async client(place: Place): Promise<ECRClient> {
		const settings = this.#settings;
		if (settings === undefined) throw new NotKnown("ECR is not asked: there are no AWS credentials");
		const key = keyOf(place);
		const made = this.#clients.get(key) ?? make(settings, place, this.#observer);
		this.#clients.set(key, made);
		made.catch(() => this.#clients.delete(key));
		return made;
	}

	async #askForLogin(place: Place): Promise<string> {
		const client = await this.client(place);
		const { GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
		const about = `account ${place.account}`;
		const { authorizationData } = await ask("ecr:GetAuthorizationToken", about, () => client.send(new GetAuthorizationTokenCommand({})));
		const token = authorizationData?.[0]?.authorizationToken;
		if (token === undefined) throw new NotKnown(`ecr:GetAuthorizationToken of ${about} answers without a token`);
		return `Basic ${token}`;
	}
}

/** Loaded only where an image in ECR is asked about. */
async function make(settings: ClientSettings, place: Place, observer: CallObserver | undefined): Promise<ECRClient> {
	const [{ ECRClient }, found] = await Promise.all([import("@aws-sdk/client-ecr"), settings(place)]);
	return observed(new ECRClient(found), observer);
}

function keyOf({ partition, account, region }: Place): string {
	return `${partition}/${account}/${region}`;
}
