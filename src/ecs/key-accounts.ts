/** Whose an access key is: STS tells, to anybody who may ask. */
import { GetAccessKeyInfoCommand } from "@aws-sdk/client-sts";
import { ask } from "./ask.ts";
import type { AwsClients } from "./aws-clients.ts";
import { LookUpFailed } from "./ecs-reader.ts";
import { RevisionCache } from "./revision-cache.ts";

/** A key never changes hands. */
const MAX_AGE_MS = 24 * 3_600_000;

export class KeyAccounts {
	readonly #aws: Pick<AwsClients, "sts">;
	readonly #known = new RevisionCache<string>({ limit: 10_000, maxAgeMs: MAX_AGE_MS, elapsed: () => performance.now() });

	constructor(aws: Pick<AwsClients, "sts">) {
		this.#aws = aws;
	}

	/** @throws {LookUpFailed} */
	async accountOf(accessKeyId: string, region: string): Promise<string> {
		const account = await this.#known.get(accessKeyId, true, () => this.#ask(accessKeyId, region));
		if (account === undefined) throw new LookUpFailed("sts:GetAccessKeyInfo knows no account of this access key", { transient: false });
		return account;
	}

	#ask(accessKeyId: string, region: string): Promise<string | undefined> {
		return ask("sts:GetAccessKeyInfo", "the caller's access key", async () => {
			const sts = this.#aws.sts(region);
			const { Account } = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId })).finally(() => sts.destroy());
			return Account;
		});
	}
}
