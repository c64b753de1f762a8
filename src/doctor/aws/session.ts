/** Who runs doctor, and the clients that look: each is made when it is first wanted. */
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GuardDutyClient } from "@aws-sdk/client-guardduty";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { askWhoAmI, CALLING, type Credentials, type Identity } from "../../ecs/aws-clients.ts";
import { onlyLooking } from "./reading.ts";

interface Client {
	readonly middlewareStack: unknown;
	destroy(): void;
}

export class Session {
	readonly region: string;
	readonly #credentials: Credentials = fromNodeProviderChain({ maxRetries: 1, timeout: 1_000 });
	readonly #open: Client[] = [];

	private constructor(region: string) {
		this.region = region;
	}

	/** Undefined without a Region. */
	static async open(region: string | undefined): Promise<Session | undefined> {
		const found = region ?? (await new STSClient({}).config.region().catch(() => undefined));
		return found === undefined ? undefined : new Session(found);
	}

	async hasCredentials(): Promise<boolean> {
		return this.#credentials().then(
			() => true,
			() => false,
		);
	}

	whoAmI(): Promise<Identity> {
		return askWhoAmI(this.#credentials, this.region);
	}

	readonly cloudFormation = once(() => this.#looking(new CloudFormationClient(this.#settings())));
	readonly cloudWatch = once(() => this.#looking(new CloudWatchClient(this.#settings())));
	readonly dynamoDb = once(() => this.#looking(new DynamoDBClient(this.#settings())));
	readonly ecs = once(() => this.#looking(new ECSClient(this.#settings())));
	readonly eventBridge = once(() => this.#looking(new EventBridgeClient(this.#settings())));
	readonly guardDuty = once(() => this.#looking(new GuardDutyClient(this.#settings())));
	readonly iam = once(() => this.#looking(new IAMClient(this.#settings())));
	readonly lambda = once(() => this.#looking(new LambdaClient(this.#settings())));
	readonly organizations = once(() => this.#looking(new OrganizationsClient(this.#settings())));
	readonly sqs = once(() => this.#looking(new SQSClient({ ...this.#settings(), useQueueUrlAsEndpoint: false })));
	readonly sts = once(() => this.#looking(new STSClient(this.#settings())));

	/** A trail is asked in its own Region. */
	cloudTrail(region = this.region): CloudTrailClient {
		return this.#looking(new CloudTrailClient({ ...this.#settings(), region }));
	}

	/** Ends what a check that took too long still waits for. */
	close(): void {
		for (const client of this.#open) client.destroy();
	}

	#settings() {
		return { ...CALLING, region: this.region, credentials: this.#credentials };
	}

	#looking<C extends Client>(client: C): C {
		this.#open.push(client);
		return onlyLooking(client);
	}
}

function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => {
		made ??= make();
		return made;
	};
}
