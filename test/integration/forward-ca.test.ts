/** The forward proxy's CA as clients meet it: good for ECS, and by its own constraint for nobody outside of AWS's domains. */
import { execFile, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { globSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { connect, createServer, type SecureContextOptions } from "node:tls";
import { promisify } from "node:util";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type Authority, openAuthority } from "../../src/proxy/forward/authority.ts";
import { hostCertificate } from "../../src/proxy/forward/certificate.ts";
import { AWS_DOMAINS } from "../../src/proxy/forward/ecs-host.ts";
import { trustedRoots } from "../../src/proxy/forward/trusted-roots.ts";

const BIN = new URL("../../bin/taskgate.js", import.meta.url).pathname;
const run = promisify(execFile);
let authority: Authority;

beforeAll(async () => {
	authority = await openAuthority(await freshFolder(), new Date());
});

async function freshFolder(): Promise<string> {
	return join(await mkdtemp(join(tmpdir(), "taskgate-ca-")), "taskgate-ca");
}

/** What Python and Node say to a certificate of the CA's for this host. */
async function accepted(host: string): Promise<{ python: string; node: string }> {
	const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const lifetime = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) };
	const shown: SecureContextOptions = {
		key: privateKey.export({ type: "pkcs8", format: "pem" }),
		cert: hostCertificate(authority, privateKey, host, lifetime),
	};
	const server = createServer(shown, (socket) => socket.on("error", () => {}).end());
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const { port } = server.address() as AddressInfo;
	const python = join(dirname(inject("awsCli")), "python");
	const script = join(import.meta.dirname, "../verify_tls.py");
	const { stdout } = await run(python, [script, host, String(port), authority.files.bundle]);
	const node = await new Promise<string>((resolve) => {
		const socket = connect({ port, host: "127.0.0.1", servername: host, ca: [authority.certificate] }, () => resolve("accepted"));
		socket.on("error", (error) => resolve(error.message));
	});
	server.close();
	return { python: stdout.trim(), node };
}

describe("a certificate of the CA", () => {
	it.each(["ecs.us-east-1.amazonaws.com", "ecs-fips.eu-west-1.api.aws", "ecs.cn-north-1.amazonaws.com.cn"])(
		"for %s is accepted",
		async (host) => {
			expect(await accepted(host)).toEqual({ python: "accepted", node: "accepted" });
		},
	);

	it.each(["bank.example", "amazonaws.com.evil.example", "notamazonaws.com"])(
		"for %s is refused, whoever may have the key",
		async (host) => {
			expect(await accepted(host)).toEqual({ python: "permitted subtree violation", node: "permitted subtree violation" });
		},
	);

	it("may stand for every partition that botocore knows, and each of its ECS hosts is opened", async () => {
		const [file] = globSync("../lib/python3*/site-packages/botocore/data/partitions.json", { cwd: dirname(inject("awsCli")) });
		const { partitions } = JSON.parse(await readFile(join(dirname(inject("awsCli")), String(file)), "utf8")) as {
			partitions: { outputs: { dnsSuffix: string; dualStackDnsSuffix: string } }[];
		};
		const known = partitions.flatMap(({ outputs }) => [outputs.dnsSuffix, outputs.dualStackDnsSuffix]);
		expect(known.length).toBeGreaterThan(10);
		expect([...new Set(known)].sort()).toEqual([...AWS_DOMAINS].sort());
	});
});

it("two processes that start at once agree on one CA", async () => {
	const folder = await freshFolder();
	const printed = await Promise.all(
		Array.from({ length: 3 }, () => {
			const child = spawn(process.execPath, [BIN, "proxy-ca", "--format", "pem"], {
				env: { PATH: process.env.PATH, TASKGATE_PROXY_CA: folder },
				stdio: ["ignore", "pipe", "inherit"],
			});
			return text(child.stdout);
		}),
	);
	expect(new Set(printed).size).toBe(1);
	expect(printed[0]).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
	expect((await readdir(folder)).sort()).toEqual([".gitignore", "authority.pem", "bundle.pem", "ca.pem"]);
});

describe("taskgate proxy-ca", () => {
	const proxyCa = (args: readonly string[], env: Record<string, string>) =>
		run(process.execPath, [BIN, "proxy-ca", ...args], { env: { PATH: process.env.PATH, ...env } });

	it("prints exports that a shell takes, whatever the folder's name is", async () => {
		const folder = join(await mkdtemp(join(tmpdir(), "taskgate-ca-")), "it's a $folder");
		const { stdout } = await proxyCa(["--format", "env"], { TASKGATE_PROXY_CA: folder, TASKGATE_FORWARD_PROXY_PORT: "8443" });
		const { stdout: said } = await run("sh", ["-c", `${stdout}printf '%s\\n' "$HTTPS_PROXY" "$AWS_CA_BUNDLE" "$NODE_EXTRA_CA_CERTS"`]);
		expect(said).toBe(`http://127.0.0.1:8443\n${folder}/bundle.pem\n${folder}/ca.pem\n`);
		expect((await readFile(`${folder}/bundle.pem`, "utf8")).match(/BEGIN CERTIFICATE/g)).toHaveLength(1 + trustedRoots().length);
	});

	it("tells every client what to set, and makes a new CA when asked to", async () => {
		const env = { TASKGATE_PROXY_CA: await freshFolder() };
		const { stdout } = await proxyCa([], env);
		for (const client of ["AWS CLI", "Terraform", "Node", "curl", "Go"]) expect(stdout).toContain(client);
		const [first, again, renewed] = [
			await proxyCa(["--format", "pem"], env),
			await proxyCa(["--format", "pem"], env),
			await proxyCa(["--format", "pem", "--renew"], env),
		];
		expect(again.stdout).toBe(first.stdout);
		expect(renewed.stdout).not.toBe(first.stdout);
		expect((await proxyCa(["--format", "pem"], env)).stdout).toBe(renewed.stdout);
	});

	it("does not use a key that others can read", async () => {
		const folder = await freshFolder();
		await proxyCa([], { TASKGATE_PROXY_CA: folder });
		await run("chmod", ["644", join(folder, "authority.pem")]);
		await expect(proxyCa([], { TASKGATE_PROXY_CA: folder })).rejects.toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/^taskgate: .*authority\.pem can be read by others: run `chmod go-rwx/),
		});
	});
});
