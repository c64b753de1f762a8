/** Where a CONNECT line leads, read strictly, and which addresses nobody is led to. */
import { lookup } from "node:dns/promises";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { canonicalHost } from "./ecs-host.ts";

export interface TunnelTarget {
	/** A name in lower case, or an address without brackets. */
	readonly host: string;
	readonly port: number;
}

const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

/** Undefined for whatever one program may read otherwise than the next: no user, no path, no numbers that mean an address in disguise. */
export function tunnelTarget(authority: string): TunnelTarget | undefined {
	const [, address, name, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(authority) ?? [];
	const port = Number(digits);
	if (!(port >= 1 && port <= 65_535)) return undefined;
	if (address !== undefined) return isIPv6(address) && !address.includes("%") ? { host: address, port } : undefined;
	const host = canonicalHost(name ?? "");
	const last = host.split(".").at(-1) ?? "";
	const isNumeric = /^(\d+|0x[0-9a-f]*)$/.test(last);
	return (isNumeric ? isIPv4(host) : NAME.test(host)) ? { host, port } : undefined;
}

const LOCAL = new BlockList();
for (const [network, prefix] of [
	["0.0.0.0", 8],
	["127.0.0.0", 8],
	["169.254.0.0", 16],
] as const) {
	LOCAL.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
	["::", 127],
	["fe80::", 10],
	["64:ff9b::", 96],
	["fd00:ec2::", 32],
] as const) {
	LOCAL.addSubnet(network, prefix, "ipv6");
}

/** This machine itself, and what answers for it alone: on AWS that lends out the machine's own role. */
export function isLocal(address: string): boolean {
	return LOCAL.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

export interface Address {
	readonly address: string;
	readonly family: number;
}

/** The addresses of a target that somebody may be led to; asked once, so that the answer cannot change afterwards. @throws as DNS does. */
export async function reachable({ host }: TunnelTarget): Promise<readonly Address[]> {
	const found = await lookup(host, { all: true, order: "verbatim" });
	return found.filter(({ address }) => !isLocal(address));
}
