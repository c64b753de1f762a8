/** What the values of variables look like. */
import { z } from "zod";

export const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `15m`, `1h`, `7d` → milliseconds. */
export const duration = z
	.string()
	.regex(/^[1-9]\d{0,5}[smhd]$/, "must be a number and a unit, such as 90s, 15m, 1h or 7d")
	.transform((text) => Number(text.slice(0, -1)) * UNITS[text.at(-1) as keyof typeof UNITS]);

/** `20/1h` → at most 20 in any hour. */
export const actionLimit = z
	.string()
	.regex(/^\d{1,6}\/[1-9]\d{0,5}[smhd]$/, "must be a number of actions per time, such as 20/1h")
	.transform((text) => {
		const [count, window] = text.split("/") as [string, string];
		return { count: Number(count), windowMs: duration.parse(window) };
	});

/** Hosts of registries, with a port where they have one; `*` stands for anything but a dot. */
const REGISTRY = /^(ecr|(\*|[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?)(\.[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?)*(:\d{1,5})?)$/;

/** `none` → no registry. */
export const registries = z
	.string()
	.transform((text) => (text === "none" ? [] : text.split(",").map((entry) => entry.trim())))
	.refine(
		(entries) => entries.every((entry) => REGISTRY.test(entry) && !/^[*.]*$/.test(entry)),
		"must be hosts in lower case such as ecr,ghcr.io,registry.example.com:5000, or none",
	);

export const offOrOn = z.enum(["off", "on"], "must be off or on").default("off");

const PORT = "must be a port number, 0 to 65535";
export const port = z.coerce.number(PORT).int(PORT).min(0, PORT).max(65_535, PORT);

export const webAddress = z.url({ protocol: /^https?$/, message: "must be an http or https address" });

/** Node's fetch sends nothing to an address that holds one. */
export function hasNoLogin(address: string): boolean {
	return !/^https?:\/\/[^/?#]*@/i.test(address);
}

/** Keys are where AWS publishes them for its own partition; for others there is no one form of their address. */
export const loadBalancer = z
	.string()
	.regex(
		/^arn:aws:elasticloadbalancing:[a-z]{2}(-[a-z]+)+-\d:\d{12}:loadbalancer\/app\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/,
		"must be the ARN of an Application Load Balancer in the partition aws: arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID",
	);

const OF_PEOPLE = ["TASKGATE_OIDC_ALB", "TASKGATE_OIDC_ISSUER", "TASKGATE_OIDC_CLIENT"] as const;

/** Half of what tells people apart would let in others; and machines keep their key. */
export function peopleAreWhole(given: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
	const set = OF_PEOPLE.find((name) => given[name] !== undefined);
	if (set === undefined) return;
	for (const name of [...OF_PEOPLE, "TASKGATE_KEY"])
		if (given[name] === undefined) context.addIssue({ code: "custom", path: [name], message: `is missing: ${set} is set, and needs it` });
}
