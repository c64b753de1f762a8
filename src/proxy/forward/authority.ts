/** The forward proxy's own CA: made on first use, kept in a folder, the same for every process that uses the folder. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID, X509Certificate } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { authorityCertificate, type Lifetime, type Party } from "./certificate.ts";
import { AWS_DOMAINS } from "./ecs-host.ts";
import { trustedRoots } from "./trusted-roots.ts";

const DAY_MS = 86_400_000;
const VALID_MS = 3 * 365 * DAY_MS;
/** Clocks of clients may be a little behind. */
export const BACKDATED_MS = 3_600_000;
const NAME = "Taskgate forward proxy CA";

export interface Authority extends Party {
	/** PEM. */
	readonly certificate: string;
	readonly notAfter: Date;
	readonly files: AuthorityFiles;
}

/** Absolute paths. */
export interface AuthorityFiles {
	/** The key and the certificate; nobody but the owner reads it. */
	readonly secret: string;
	/** The certificate alone. */
	readonly certificate: string;
	/** The certificate, and every root that this machine trusts: for clients whose bundle replaces all others. */
	readonly bundle: string;
}

class AuthorityError extends Error {
	override readonly name = "AuthorityError";
}

/** The CA in this folder, made if there is none yet. @throws {AuthorityError} when it cannot be used. */
export async function openAuthority(folder: string, now: Date): Promise<Authority> {
	const files = filesIn(folder);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await refuseOpenTo(folder, 0o022, "written");
	if (!(await exists(files.secret))) await placeIfAbsent(files.secret, newAuthority(now));
	return publish(await load(files, now));
}

/** A new CA in the old one's place: clients that trust the old one must be told. @throws {AuthorityError} */
export async function renewAuthority(folder: string, now: Date): Promise<Authority> {
	const files = filesIn(folder);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await refuseOpenTo(folder, 0o022, "written");
	await replace(files.secret, newAuthority(now), 0o600);
	return publish(await load(files, now));
}

function filesIn(folder: string): AuthorityFiles {
	const at = (name: string) => join(resolve(folder), name);
	return { secret: at("authority.pem"), certificate: at("ca.pem"), bundle: at("bundle.pem") };
}

function newAuthority(now: Date): string {
	const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const lifetime: Lifetime = { notBefore: new Date(now.getTime() - BACKDATED_MS), notAfter: new Date(now.getTime() + VALID_MS) };
	return `${privateKey.export({ type: "pkcs8", format: "pem" })}${authorityCertificate(privateKey, NAME, AWS_DOMAINS, lifetime)}`;
}

async function load(files: AuthorityFiles, now: Date): Promise<Authority> {
	await refuseOpenTo(files.secret, 0o077, "read");
	const pem = await readFile(files.secret, "utf8");
	const { key, certificate } = parsed(pem, files.secret);
	if (!certificate.ca || !certificate.checkPrivateKey(key)) throw new AuthorityError(`${files.secret} holds no CA and its key; ${REMEDY}`);
	const notAfter = new Date(certificate.validTo);
	if (notAfter <= now) throw new AuthorityError(`the CA in ${files.secret} has expired on ${notAfter.toISOString()}; ${REMEDY}`);
	return { key, name: NAME, certificate: certificate.toString(), notAfter, files };
}

const REMEDY = "`taskgate proxy-ca --renew` makes a new one, which every client must then trust";

function parsed(pem: string, path: string): { readonly key: KeyObject; readonly certificate: X509Certificate } {
	try {
		return { key: createPrivateKey(pem), certificate: new X509Certificate(pem) };
	} catch (cause) {
		throw new AuthorityError(`${path} is not a key and a certificate in PEM; ${REMEDY}`, { cause });
	}
}

/** What clients are given, written anew: the machine's roots may be others by now. */
async function publish(authority: Authority): Promise<Authority> {
	const { files, certificate } = authority;
	await replace(files.certificate, certificate, 0o644);
	await replace(files.bundle, [certificate, ...trustedRoots()].map((pem) => `${pem.trim()}\n`).join(""), 0o644);
	// A key is not for Git, wherever the folder lies.
	await replace(join(files.secret, "..", ".gitignore"), "*\n", 0o644);
	return authority;
}

/** Of several processes at once one writes the file, whole; the others find it. */
async function placeIfAbsent(path: string, content: string): Promise<void> {
	const draft = `${path}.${randomUUID()}`;
	try {
		await writeFile(draft, content, { mode: 0o600, flag: "wx", flush: true });
		await link(draft, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	} finally {
		await rm(draft, { force: true });
	}
}

async function replace(path: string, content: string, mode: number): Promise<void> {
	const draft = `${path}.${randomUUID()}`;
	try {
		await writeFile(draft, content, { mode, flag: "wx", flush: true });
		await rename(draft, path);
	} finally {
		await rm(draft, { force: true });
	}
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return false;
			throw error;
		},
	);
}

/** Windows has no such modes. */
async function refuseOpenTo(path: string, mask: number, done: string): Promise<void> {
	const { mode } = await stat(path);
	if (process.platform === "win32" || (mode & mask) === 0) return;
	throw new AuthorityError(`${path} can be ${done} by others: run \`chmod go-rwx ${path}\`, and renew the CA if somebody may have`);
}
