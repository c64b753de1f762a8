/** Which hosts are ECS's API. Pure. */

/** Where AWS's partitions end: plain, then dual-stack. A test holds the list against botocore's. */
export const AWS_DOMAINS = [
	...["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov"],
	...["api.aws", "api.amazonwebservices.com.cn", "api.amazonwebservices.eu"],
	...["api.aws.ic.gov", "api.aws.scloud", "api.cloud-aws.adc-e.uk", "api.aws.hci.ic.gov"],
] as const;

const REGION = "(?<region>[a-z]{2,}(?:-[a-z0-9]+)+)";
const DOMAIN = `(?:${AWS_DOMAINS.map((domain) => domain.replaceAll(".", String.raw`\.`)).join("|")})`;
const API = new RegExp(String.raw`^ecs(?:-fips)?\.${REGION}\.${DOMAIN}$`);
const VPC_ENDPOINT = new RegExp(String.raw`^vpce-[a-z0-9-]+\.ecs(?:-fips)?\.${REGION}\.vpce\.${DOMAIN}$`);
/** By its name it belongs to ECS, in a form that AWS does not document. */
const LIKE_ECS = new RegExp(String.raw`(?:^|\.)ecs(?:-fips)?(?:\.${REGION})?(?:\.vpce)?\.${DOMAIN}$`);

export type HostKind =
	| { readonly is: "ecs"; readonly host: string; readonly region: string }
	/** Like ECS, and it cannot be told what answers there. */
	| { readonly is: "doubtful" }
	| { readonly is: "other" };

/** `name` as in a CONNECT line, a Host header or SNI, without its port. */
export function hostKind(name: string): HostKind {
	const host = canonicalHost(name);
	const region = (API.exec(host) ?? VPC_ENDPOINT.exec(host))?.groups?.region;
	if (region !== undefined) return { is: "ecs", host, region };
	return { is: LIKE_ECS.test(host) ? "doubtful" : "other" };
}

/** Lower case, and without the dot that ends a name in full. */
export function canonicalHost(name: string): string {
	return name.toLowerCase().replace(/\.$/, "");
}
