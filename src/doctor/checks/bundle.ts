/** The policies that judge: whether the configured bundle would be taken by a gate, as it is now. */

import { SourceFailed } from "../../bundle-sources/bundle-source.ts";
import { openBundleSource } from "../../bundle-sources/open-source.ts";
import { type Config, readConfig } from "../../config.ts";
import { faultOf } from "../../ecs/aws-error.ts";
import { sourceOptions, verificationBy } from "../../live-bundle/open-policies.ts";
import { refuseRollback } from "../../live-bundle/rollback.ts";
import { readBundle } from "../../rego/bundle.ts";
import { BundleError } from "../../rego/bundle-archive.ts";
import { counted } from "../../report/text.ts";
import type { Check, Patient } from "../check.ts";
import { type Found, NotHere, notApplicable, ok, problem, Unread, unknown, unreadFound } from "../found.ts";
import { aws, word } from "../shell.ts";

const PATIENCE_MS = 20_000;

export const bundle: Check = {
	name: "bundle",
	why: "these policies judge everything; what a gate does not take leaves the last good ones in force, and the new ones never arrive",
	async examine(patient) {
		const config = await configured(patient);
		const address = config.TASKGATE_BUNDLE;
		if (address === undefined) return [notApplicable("no TASKGATE_BUNDLE is set: the library that comes with Taskgate judges")];
		const remote = /^(?:https?|s3):\/\//.test(address);
		if (config.TASKGATE_BUNDLE_KEY === undefined && remote) return [unverified(patient, address)];
		return [await judged(patient, config, address)];
	},
};

/** As the events function has it; doctor's own where no stack has made the gate. */
async function configured({ stack, reads, config }: Patient): Promise<Config> {
	let function_: string;
	try {
		function_ = stack().gate().part("AWS::Lambda::Function", "EventsFunction").name;
	} catch (error) {
		if (error instanceof NotHere) return config;
		throw error;
	}
	const read = await reads.function(function_);
	if (read === undefined) throw new Unread(`the function ${function_} is gone, and with it what it was configured with`);
	if (read.environmentError !== undefined) throw new Unread(`the environment of ${function_} cannot be read: ${read.environmentError}`);
	return readConfig(Object.fromEntries(Object.entries(read.environment).filter(([name]) => name.startsWith("TASKGATE_BUNDLE"))));
}

function unverified(patient: Patient, address: string): Found {
	return problem(`${address} is not verified: there is no TASKGATE_BUNDLE_KEY`, {
		why: "whoever can write there decides what may run",
		mend: [
			"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem && openssl pkey -in private.pem -pubout -out public.pem",
			...signed(patient, address),
			"# then set BundleKey and BundleAlgorithm=ES256 in the stack, or TASKGATE_BUNDLE_KEY and TASKGATE_BUNDLE_ALGORITHM: docs/signed-bundles.md",
		],
		subjects: [address],
	});
}

/** Built, signed anew, and put where the gate looks. */
function signed({ where }: Patient, address: string): readonly string[] {
	const sign = "npx taskgate policy build -o team.tar.gz && npx taskgate bundle sign team.tar.gz --key private.pem -o signed.tar.gz";
	if (address.startsWith("s3://")) return [sign, aws(`s3 cp signed.tar.gz ${word(address)}`, {}, where)];
	return [/^https?:/.test(address) ? `${sign}   # and put it at ${address}` : `${sign} && cp signed.tar.gz ${word(address)}`];
}

async function judged(patient: Patient, config: Config, address: string): Promise<Found> {
	const subjects = [address];
	try {
		const source = await openBundleSource(address, { ...sourceOptions(config), region: patient.where.region });
		const fetched = await source.fetch(undefined, AbortSignal.timeout(PATIENCE_MS));
		if (fetched.type === "unchanged") return unknown(`${source.name} says that nothing is new to whoever has nothing yet`, { subjects });
		const { revision, policies, signature } = await readBundle(fetched.bytes, await verificationBy(config));
		if (signature === undefined)
			return ok(`${source.name}: revision ${revision}, ${counted(policies.length, "policy", "policies")}, unsigned, from a file`, subjects);
		const newest = await accepted(patient, source.name);
		if (typeof newest !== "object") refuseRollback(signature, newest, patient.now());
		const memory = typeof newest === "object" ? `; what was accepted before is not known: ${newest.seen}` : "";
		const at =
			signature.signedAt === undefined ? "at a time that it does not say" : `at ${new Date(signature.signedAt * 1000).toISOString()}`;
		const seen = `${source.name}: revision ${revision}, ${counted(policies.length, "policy", "policies")}, signed ${at}${memory}`;
		if (typeof newest === "object") return { ...newest, seen, subjects };
		return ok(seen, subjects);
	} catch (error) {
		return { ...refused(patient, address, error), subjects };
	}
}

/** When the newest that a gate has accepted was signed, or why that is not known. */
async function accepted({ store }: Patient, source: string): Promise<number | undefined | Found> {
	try {
		return await (await store()).store.newestSignature(source);
	} catch (error) {
		const found = unreadFound(error);
		return found.status === "notApplicable" ? undefined : found;
	}
}

function refused(patient: Patient, address: string, error: unknown): Found {
	if (error instanceof BundleError) return problem(error.message, { mend: signed(patient, address) });
	if (!(error instanceof SourceFailed)) throw error;
	if (error.fault === "unreachable") return unknown(error.message);
	if (faultOf(error.cause) === "denied") return unknown(error.message, address.startsWith("s3://") ? { denied: "s3:GetObject" } : {});
	return problem(error.message, { mend: signed(patient, address) });
}
