/** `taskgate proxy-ca`: how clients come to trust the forward proxy. */
import { type Command, Option } from "commander";
import { readConfig } from "../config.ts";
import { type Authority, openAuthority, renewAuthority } from "../proxy/forward/authority.ts";
import { systemNow } from "../world.ts";
import { print } from "./output.ts";

/** This machine, and what AWS answers to it alone: credentials of instances, tasks and pods. */
const NO_PROXY = "localhost,127.0.0.1,169.254.169.254,169.254.170.2,169.254.170.23";

const HELP = `
Formats:
  text   what to set, client by client
  env    the exports of a shell
  pem    the CA's certificate

Examples:
  taskgate proxy-ca
  eval "$(taskgate proxy-ca --format env)"
  taskgate proxy-ca --format pem > taskgate-ca.pem

The CA lies in the folder TASKGATE_PROXY_CA and is made if there is none. It can vouch for hosts of AWS's own domains and for
no others. After --renew start \`taskgate serve\` again, and every client that has read the old certificate.`;

interface Options {
	readonly format: keyof typeof FORMATS;
	readonly renew?: true;
}

export function registerProxyCa(program: Command): void {
	program
		.command("proxy-ca")
		.description("tell how clients trust the forward proxy")
		.addOption(new Option("--format <format>", "how to print it").choices(["text", "env", "pem"]).default("text"))
		.option("--renew", "make a new CA in the old one's place")
		.addHelpText("after", HELP)
		.action(proxyCa);
}

async function proxyCa({ format, renew }: Options): Promise<void> {
	const config = readConfig();
	const open = renew ? renewAuthority : openAuthority;
	const authority = await open(config.TASKGATE_PROXY_CA, new Date(systemNow()));
	await print(FORMATS[format](authority, `http://127.0.0.1:${config.TASKGATE_FORWARD_PROXY_PORT || "PORT"}`));
}

const FORMATS = {
	pem: ({ certificate }: Authority) => certificate,
	env: ({ files }: Authority, proxy: string) => `${variables(files.bundle, files.certificate, proxy).join("\n")}\n`,
	text: ({ files, notAfter }: Authority, proxy: string) => `The forward proxy's CA, good until ${notAfter.toISOString()}:
  ${files.certificate}
The same with every root that this machine trusts, for clients that take one bundle instead of their own:
  ${files.bundle}

AWS CLI, boto3      HTTPS_PROXY=${proxy} AWS_CA_BUNDLE=${files.bundle}
Terraform, OpenTofu HTTPS_PROXY=${proxy} AWS_CA_BUNDLE=${files.bundle}   (or custom_ca_bundle in the provider)
Node 24 and newer   HTTPS_PROXY=${proxy} NODE_USE_ENV_PROXY=1 NODE_EXTRA_CA_CERTS=${files.certificate}
AWS SDK for Node    requestHandler: {httpsAgent: new https.Agent({proxyEnv: process.env})}, and the variables of Node
curl                curl --proxy ${proxy} --cacert ${files.bundle}
Go                  HTTPS_PROXY=${proxy} SSL_CERT_FILE=${files.bundle}
Everybody           NO_PROXY=${NO_PROXY}
`,
};

/** As a POSIX shell reads them. */
function variables(bundle: string, certificate: string, proxy: string): readonly string[] {
	const values = {
		HTTPS_PROXY: proxy,
		NO_PROXY,
		AWS_CA_BUNDLE: bundle,
		NODE_EXTRA_CA_CERTS: certificate,
		NODE_USE_ENV_PROXY: "1",
	};
	return Object.entries(values).map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`);
}
