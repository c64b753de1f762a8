/** Lambda's part, in plain JavaScript so that no types are stripped while the clock runs: `lambda-host.js FOLDER` hands batches to the function there. */
import { pathToFileURL } from "node:url";

const TIMEOUT_MS = 60_000;
const { handler } = await import(pathToFileURL(`${process.argv[2]}/index.mjs`).href);

process.on("message", async (batch) => {
	const ends = performance.now() + TIMEOUT_MS;
	process.send?.(await handler(batch, { getRemainingTimeInMillis: () => Math.max(0, ends - performance.now()) }));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
