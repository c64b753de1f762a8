/** `taskgate exempt new`: an exemption as YAML, on the screen or at the end of a file. */
import { appendFile, readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import type { Exemption } from "../admission/exemption.ts";
import type { Policy } from "../admission/policy.ts";
import { readConfig } from "../config.ts";
import { readConstraints } from "../constraints/read-constraints.ts";
import { addition, exemptionYaml, nameFor } from "../exemptions/exemption-yaml.ts";
import { expiryOf, MOST_DAYS } from "../exemptions/expiry.ts";
import { didYouMean } from "../nearest.ts";
import { systemNow } from "../world.ts";
import { bundleOption, openPolicies, type PolicyOptions, policiesOption } from "./chosen-policies.ts";
import { repeatable } from "./in-force.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface NewOptions extends PolicyOptions {
	readonly account: readonly string[];
	readonly region?: readonly string[];
	readonly cluster?: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly container?: readonly string[];
	readonly image?: readonly string[];
	readonly field?: readonly string[];
	readonly name?: string;
	readonly reason: string;
	readonly approvedBy: string;
	readonly expires: string;
	readonly long?: true;
	readonly output?: string;
}

const HELP = `
Examples:
  taskgate exempt new workload/privileged --account 111122223333 --container agent \\
    --reason "OPS-12: the agent reads the host's /proc" --approved-by security@example.com --expires 90d
  taskgate exempt new image/digest --account 111122223333 --account 444455556666 --image "registry.example.com/legacy/*" \\
    --reason "OPS-31: the build cannot pin yet" --approved-by alice --expires 2027-06-30 -o exemptions.yaml

Selectors take \`*\` for anything. Without one of --resource-names, --cluster, --container, --image and --field it excuses the whole
account. It ends by itself: at the latest after ${MOST_DAYS} days, unless you say --long. A date ends at its 00:00 UTC.
With -o the document is added to the file, if there is one; nothing in it is changed.`;

export function registerExemptNew(exempt: Command): void {
	exempt
		.command("new")
		.description("write an exemption")
		.argument("<policy>", "the policy that it excuses from, such as workload/privileged")
		.addOption(repeatable("--account <id>", "the account it is for; more than once").argParser(accounts).makeOptionMandatory())
		.addOption(repeatable("--region <region>", "only in this Region"))
		.addOption(repeatable("--cluster <name>", "only in this cluster"))
		.addOption(repeatable("--resource-names <name>", "only the family, service or task of this name"))
		.addOption(repeatable("--container <name>", "only violations of this container"))
		.addOption(repeatable("--image <pattern>", "only violations of containers with this image"))
		.addOption(repeatable("--field <pointer>", "only violations that point here, such as /containerDefinitions/0/privileged"))
		.option("--name <name>", "what it is called (policy, account and what narrows it)")
		.requiredOption("--reason <text>", "why it is excused: a ticket, and a sentence")
		.requiredOption("--approved-by <who>", "who excused it")
		.requiredOption("--expires <when>", "90d, 2027-01-31, or a time as in RFC 3339")
		.option("--long", `let it last for more than ${MOST_DAYS} days`)
		.option("-o, --output <file>", "add it to this file")
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addHelpText("after", HELP)
		.action(create);
}

async function create(id: string, options: NewOptions, command: Command): Promise<void> {
	const { policies } = await openPolicies(options, readConfig(), command);
	const exemption = exemptionOf(policyOf(id, policies).id, options);
	const document = exemptionYaml(exemption);
	// What is written is what is read: a name or a selector that the reader refuses is refused here.
	readConstraints(document, "the exemption", policies);
	if (Object.keys(exemption.match).every((selector) => selector === "accounts" || selector === "regions"))
		console.error(
			`taskgate: it excuses everything in ${options.account.join(", ")} from ${exemption.policy}; --container and others narrow it`,
		);
	if (options.output === undefined) await print(document);
	else await add(exemption, document, options.output, policies);
}

function policyOf(id: string, policies: readonly Policy[]): Policy {
	const policy = policies.find((each) => each.id === id || each.aliases.includes(id));
	if (policy !== undefined) return policy;
	const ids = policies.map((each) => each.id);
	throw new UsageError(`there is no policy ${id}${didYouMean(id, ids) || "; `taskgate policy list` names them all"}`);
}

/** @throws {BadExpiry} */
function exemptionOf(policy: string, options: NewOptions): Exemption {
	const { account, reason, approvedBy, expires, long = false } = options;
	const selectors = {
		accounts: account,
		regions: options.region,
		clusters: options.cluster,
		names: options.resourceNames,
		containers: options.container,
		images: options.image,
		fields: options.field,
	};
	const given = Object.entries(selectors).filter(([, patterns]) => patterns !== undefined);
	const narrowing = given.filter(([selector]) => selector !== "accounts").flatMap(([, patterns = []]) => patterns);
	return {
		name: options.name ?? nameFor(policy, [account[0] ?? "", ...narrowing.slice(0, 1)]),
		policy,
		match: Object.fromEntries(given),
		reason,
		approvedBy,
		expiresAt: expiryOf(expires, systemNow(), long),
	};
}

/** @throws {UsageError} when the name is taken, or the file cannot be written; {ConstraintError} when it cannot be read as it is. */
async function add(exemption: Exemption, document: string, file: string, policies: readonly Policy[]): Promise<void> {
	const standing = await textOf(file);
	if (standing.trim() !== "") {
		const { exemptions } = readConstraints(standing, file, policies);
		if (exemptions.some(({ name }) => name === exemption.name))
			throw new UsageError(`${file} has an exemption ${exemption.name} already; call this one otherwise with --name, or change that one`);
	}
	try {
		// Only added to: what stands there is not written again, whatever its bytes are and whoever else adds to it.
		await appendFile(file, addition(standing, document));
	} catch (error) {
		throw new UsageError(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
	}
	await print(`added ${exemption.name} to ${file}: until ${exemption.expiresAt}\n`);
}

async function textOf(file: string): Promise<string> {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
		throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
	}
}

function accounts(text: string, before: readonly string[] = []): readonly string[] {
	if (!/^(\d{12}|(?=.*\*)[\d*]{1,12})$/.test(text))
		throw new InvalidArgumentError("An account id has twelve digits, or `*` for some of them.");
	return [...before, text];
}
