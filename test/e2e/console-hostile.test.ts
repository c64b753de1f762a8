/** Names and messages full of markup are shown as text, and nothing of them runs. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { startServer } from "../../src/http/server.ts";
import { recordOf } from "../../src/record.ts";
import { launchBrowser } from "../browser.ts";
import { openPage } from "../console-pages.ts";
import { admissionRequest, constraint, decision, exemption, policy } from "../requests.ts";
import { testWorld } from "../worlds.ts";

const EVIL = `"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}' onmouseover='alert(3)`;

let browser: Browser;

beforeAll(async () => {
	browser = await launchBrowser();
});

afterAll(() => browser.close());

test("on every page that strangers' words reach", async () => {
	const basis = testWorld();
	const world = {
		...basis,
		engine: { ...basis.engine, policies: [policy({ id: "a/b", title: EVIL, description: EVIL, remediation: EVIL, references: [EVIL] })] },
		constraints: [constraint({ name: EVIL, policy: "a/b", parameters: { [EVIL]: EVIL } as JsonObject })],
		exemptions: [exemption({ name: EVIL, reason: EVIL, approvedBy: EVIL, policy: "a/b", expiresAt: "2026-11-25T00:00:00Z" })],
	};
	const [enforcement] = decision().enforcements;
	const judged = decision({
		uid: "evil",
		request: { ...admissionRequest({ name: EVIL, cluster: EVIL, userInfo: { arn: EVIL }, object: { [EVIL]: EVIL } }), time: world.now() },
		enforcements: [
			{
				...enforcement,
				policy: "a/b",
				constraint: EVIL,
				severity: "critical",
				action: "deny",
				message: EVIL,
				field: `/${EVIL}`,
				remediation: EVIL,
			},
		],
		failures: [{ policy: EVIL, reason: EVIL }],
		notApplicable: [{ policy: EVIL, reason: EVIL }],
		skipped: [{ constraint: EVIL, policy: EVIL, reason: EVIL }],
		decidedAt: world.now(),
	});
	await world.store.record(recordOf(judged, "key", "revert", { [EVIL]: EVIL }), []);
	await world.store.halt({ by: EVIL, reason: EVIL, since: world.now() });
	const server = await startServer(world, { port: 0, key: undefined });
	const { page, complaints } = await openPage(browser, { bypassCSP: true });
	const addresses = [
		"/",
		"/decisions",
		"/decisions/evil",
		"/findings",
		"/policies",
		"/policies/a/b",
		"/exemptions",
		`/decisions?policy=${encodeURIComponent(EVIL)}`,
		`/decisions?${encodeURIComponent(EVIL)}=1`,
		`/policies/${encodeURIComponent(EVIL)}`,
	];
	for (const address of addresses) {
		await page.goto(server.url + address);
		expect(await page.locator("img, script, [onerror], [onmouseover]").count(), address).toBe(0);
		expect(await page.content(), address).toContain("&lt;script&gt;alert(2)");
	}
	expect(complaints).toEqual([]);
	await page.context().close();
	await server.drain();
	await world.store.close();
});
