import { describe, expect, test } from "vitest";
import { isLocal, reachable, tunnelTarget } from "./tunnel-target.ts";

describe("a CONNECT line", () => {
	test.each([
		["sts.us-east-1.amazonaws.com:443", { host: "sts.us-east-1.amazonaws.com", port: 443 }],
		["ECS.US-EAST-1.AMAZONAWS.COM.:443", { host: "ecs.us-east-1.amazonaws.com", port: 443 }],
		["10.1.2.3:8443", { host: "10.1.2.3", port: 8443 }],
		["[2001:db8::1]:443", { host: "2001:db8::1", port: 443 }],
		["_dmarc.example.com:1", { host: "_dmarc.example.com", port: 1 }],
	])("%s is understood", (line, target) => {
		expect(tunnelTarget(line)).toEqual(target);
	});

	test.each([
		...["", ":443", "host", "host:", "host:0", "host:65536", "host:443443", "host:44a", "host:443 ", " host:443", "host:443/path"],
		...["user@ecs.us-east-1.amazonaws.com:443", "ecs.us-east-1.amazonaws.com:443@evil.example:443", "https://host:443", "a..b:443"],
		...["ecs.us-east-1.amazonaws.com..:443", "ecs%2eus-east-1.amazonaws.com:443", "ecs.us-east-1.amazonaws\u3002com:443", "éc.example:443"],
		...["ecs.us-east-1.amazonaws.com\0.example:443", "ecs.us-east-1.amazonaws.com\t:443", "-a.example:443", "a-.example:443"],
		...["2130706433:443", "127.1:443", "0x7f.1:443", "0x7f000001:443", "017700000001:443", "127.0.0.01:443", "1.2.3.4.5:443"],
		...["[::1:443", "::1:443", "[fe80::1%eth0]:443", "[127.0.0.1]:443", "[]:443", `${"a".repeat(254)}:443`],
	])("%j is refused", (line) => {
		expect(tunnelTarget(line)).toBeUndefined();
	});
});

test.each([
	"127.0.0.1",
	"127.8.9.1",
	"0.0.0.0",
	"169.254.169.254",
	"169.254.170.2",
	"::1",
	"::",
	"fe80::1",
	"fd00:ec2::254",
	"::ffff:127.0.0.1",
])("%s is this machine's alone", (address) => {
	expect(isLocal(address)).toBe(true);
});

test.each(["10.0.0.1", "192.168.1.1", "52.94.1.1", "2600:1f18::1", "::ffff:10.0.0.1", "fd00:1::1"])("%s is the network's", (address) => {
	expect(isLocal(address)).toBe(false);
});

test("a name that means this machine leads nowhere", async () => {
	expect(await reachable({ host: "localhost", port: 443 })).toEqual([]);
	expect(await reachable({ host: "10.0.0.1", port: 443 })).toEqual([{ address: "10.0.0.1", family: 4 }]);
});
