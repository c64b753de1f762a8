/** `taskgate bundle verify`: whether a gate with this key would take the bundle. */
import { type Command, Option } from "commander";
import { type Config, readConfig } from "../config.ts";
import { verificationBy } from "../live-bundle/open-policies.ts";
import { type Bundle, readBundle } from "../rego/bundle.ts";
import { BundleError } from "../rego/bundle-archive.ts";
import { ALGORITHMS } from "../rego/verifying-key.ts";
import { counted, jsonText } from "../report/text.ts";
import { formatOption } from "./author.ts";
import { fetchBytes } from "./chosen-policies.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface VerifyOptions {
	readonly key?: string;
	readonly algorithm?: Config["TASKGATE_BUNDLE_ALGORITHM"];
	readonly keyId?: string;
	readonly scope?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate bundle verify signed.tar.gz --key public.pem --algorithm ES256
  TASKGATE_BUNDLE_KEY=public.pem taskgate bundle verify https://policies.example.com/team.tar.gz

What the options leave open is as the environment says. Whether a gate has accepted a later signature, only its store knows.

Exit codes: 0 it verifies · 1 it does not · 2 it cannot be read, or there is no key`;

export function registerBundleVerify(bundle: Command): void {
	bundle
		.command("verify")
		.description("hold a bundle's signature against a key, as a gate does")
		.argument("<bundle>", "a file, https://… or s3://BUCKET/KEY")
		.option("--key <pem or file>", "public keys in PEM, a shared secret, or a file with either (TASKGATE_BUNDLE_KEY)")
		.addOption(new Option("--algorithm <name>", "of the signature (TASKGATE_BUNDLE_ALGORITHM)").choices(ALGORITHMS))
		.option("--key-id <name>", "name of the key (TASKGATE_BUNDLE_KEY_ID)")
		.option("--scope <name>", "scope of the signature (TASKGATE_BUNDLE_SCOPE)")
		.addOption(formatOption("terminal", "json"))
		.addHelpText("after", HELP)
		.action(verify);
}

async function verify(address: string, options: VerifyOptions): Promise<void> {
	const config = asAsked(readConfig(), options);
	const verification = await verificationBy(config);
	if (verification === undefined) throw new UsageError("there is no key to verify it with: give --key, or set TASKGATE_BUNDLE_KEY");
	try {
		const bundle = await readBundle(await fetchBytes(address, config), verification);
		await tell(address, bundle, options);
	} catch (error) {
		if (!(error instanceof BundleError)) throw error;
		process.exitCode = 1;
		if (options.format === "json") await print(jsonText({ bundle: address, verified: false, reason: error.message }));
		else console.error(`taskgate: ${error.message}`);
	}
}

function asAsked(config: Config, { key, algorithm, keyId, scope }: VerifyOptions): Config {
	return {
		...config,
		...(key !== undefined && { TASKGATE_BUNDLE_KEY: key }),
		...(algorithm !== undefined && { TASKGATE_BUNDLE_ALGORITHM: algorithm }),
		...(keyId !== undefined && { TASKGATE_BUNDLE_KEY_ID: keyId }),
		...(scope !== undefined && { TASKGATE_BUNDLE_SCOPE: scope }),
	};
}

async function tell(address: string, { revision, policies, signature }: Bundle, { format }: VerifyOptions): Promise<void> {
	const at = signature?.signedAt;
	const signedAt = at === undefined ? null : new Date(at * 1000).toISOString();
	const keyId = signature?.keyId ?? null;
	if (format === "json") return print(jsonText({ bundle: address, verified: true, revision, policies: policies.length, signedAt, keyId }));
	const when = signedAt === null ? "it does not say when it was signed: nothing tells it from an older one" : `signed at ${signedAt}`;
	await print(`${address}: the signature verifies; ${counted(policies.length, "policy", "policies")}\nrevision ${revision}\n${when}\n`);
}
