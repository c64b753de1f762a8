/** The credentials that an API proxy signs with: those its machine holds, and those of roles that it assumes for its callers. */
import { ECSClient } from "@aws-sdk/client-ecs";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { askWhoAmI, CALLING, type Credentials, principalsOf } from "./aws-clients.ts";

/** What is signed with. */
export interface SigningKey {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
}

export interface KeyHolder {
	readonly arn: string;
	/** The role's own, without its path; absent for a user. */
	readonly issuerArn?: string;
	readonly account: string;
}

export interface OwnCredentials {
	/** @throws when the machine has none. */
	key(): Promise<SigningKey>;
	/** Reads them anew, for somebody may have changed them. */
	forget(): void;
	/** Whose they are; asked of STS once for every key. */
	holder(key: SigningKey, region: string | undefined): Promise<KeyHolder>;
}

export function ownCredentials(): OwnCredentials {
	let chain = open();
	let known: { readonly of: string; readonly holder: Promise<KeyHolder> } | undefined;
	return {
		key: () => chain(),
		forget: () => {
			chain = open();
		},
		holder: (key, region) => {
			if (known?.of === key.accessKeyId) return known.holder;
			const holder = askHolder(key, region);
			known = { of: key.accessKeyId, holder };
			holder.catch(() => {
				known = undefined;
			});
			return holder;
		},
	};
}

function open(): Credentials {
	return fromNodeProviderChain({ maxRetries: 1, timeout: 1_000, ignoreCache: true });
}

async function askHolder(key: SigningKey, region: string | undefined): Promise<KeyHolder> {
	const { arn, account } = await askWhoAmI(async () => key, region);
	const [, issuerArn] = principalsOf(arn);
	return { arn, account, ...(issuerArn === undefined ? {} : { issuerArn }) };
}

export interface Assuming {
	readonly roleArn: string;
	readonly sessionName: string;
	readonly sourceIdentity?: string | undefined;
	readonly externalId?: string | undefined;
	readonly region: string;
}

/** Credentials of the role; the SDK's client renews them before they expire. `region` is whose STS is asked. */
export function assumedCredentials({ roleArn, sessionName, sourceIdentity, externalId, region }: Assuming): () => Promise<SigningKey> {
	const params = {
		RoleArn: roleArn,
		RoleSessionName: sessionName,
		...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
		...(externalId === undefined ? {} : { ExternalId: externalId }),
	};
	const credentials = fromTemporaryCredentials({ params, masterCredentials: open(), clientConfig: { ...CALLING, region } });
	return new ECSClient({ region, credentials }).config.credentials;
}

const { config } = new ECSClient({ region: "us-east-1" });

/** ECS's public endpoint in a Region, of every partition that the SDK knows; AWS_ENDPOINT_URL is for the gate's own calls. */
export function regionEndpoint(region: string): URL {
	return config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false }).url;
}
