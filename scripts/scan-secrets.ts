/** Searches the repository for secrets, after seeing that planted ones are found. Exits 0 for none, 1 for some, 2 for not checked. */
import { fileURLToPath } from "node:url";
import { leaksIn } from "./gitleaks.ts";
import { missedPlants } from "./planted-leaks.ts";

try {
	const missed = await missedPlants(leaksIn);
	for (const { what, file, where } of missed) console.error(`not found, though planted in the ${where}, in ${file}: ${what}`);
	if (missed.length > 0) throw new Error("the scan misses what it must find");
	console.log("planted secrets: found, in history and tree");
	const leaks = await leaksIn(fileURLToPath(new URL("../", import.meta.url)));
	for (const { rule, file, line, commit } of leaks) console.error(`${file}:${line} ${rule}${commit === undefined ? "" : ` in ${commit}`}`);
	console.log(`secrets: ${leaks.length}, in every branch's history and in the tree`);
	if (leaks.length > 0)
		console.error("Revoke what is real. What is made up for a test is allowed by its value in .gitleaks.toml, with a reason.");
	process.exitCode = leaks.length > 0 ? 1 : 0;
} catch (error) {
	console.error(`secrets: NOT CHECKED: ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 2;
}
