/** npm's own audit against a registry that knows a weakness, one that knows none, and those that do not say: silence is no pass. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { advisories, signatures } from "../../scripts/dependency-audit.ts";

const WEAK = { id: 1, url: "https://example.com/1", title: "made up", severity: "high", vulnerable_versions: "*" };

/** Answers the advisories that it is asked for; `asked` gathers the packages that it is asked about. */
async function registry(status: number, body: string) {
	const asked: string[] = [];
	const server = createServer(async (request, response) => {
		const sent = await buffer(request);
		if (request.url === "/-/npm/v1/security/advisories/bulk") {
			const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
			asked.push(...Object.keys(JSON.parse(String(text))));
			response.writeHead(status, { "content-type": "application/json" }).end(body);
		} else response.writeHead(404, { "content-type": "application/json" }).end("{}");
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

test("a registry that knows nothing against them: passed, of production and development", async () => {
	const { url, asked } = await registry(200, "{}");
	expect(await advisories(url)).toEqual({ outcome: "passed", says: "nothing found" });
	expect(asked).toEqual(expect.arrayContaining(["express", "zod", "vitest"]));
});
test("a weakness is found and named", async () => {
	const { url } = await registry(200, JSON.stringify({ "safe-stable-stringify": [WEAK] }));
	const { outcome, says } = await advisories(url);
	expect(outcome).toBe("found");
	expect(says).toMatch(/high.*safe-stable-stringify/);
});
test.each([
	[405, ""],
	[404, "{}"],
	[400, "{}"],
	[200, "<html>"],
])("a registry that answers %i %j says nothing: not checked", async (status, body) => {
	const { url } = await registry(status, body);
	expect((await advisories(url)).outcome).toBe("not checked");
});
test("where nobody is, and where no keys are published, nothing is checked", async () => {
	const { url } = await registry(200, "{}");
	expect((await signatures(url)).outcome).toBe("not checked");
	expect((await advisories("http://127.0.0.1:1/")).outcome).toBe("not checked");
});
