/** Asks what is known about the dependencies. Exits 0 when all was asked and nothing found, 1 when something was, 2 when something could not be asked. */
import { advisories, goVulnerabilities, signatures } from "./dependency-audit.ts";

const ASKED = { "npm advisories": advisories, "npm signatures": signatures, "Go vulnerabilities": goVulnerabilities };

const outcomes: string[] = [];
for (const [what, ask] of Object.entries(ASKED)) {
	const { outcome, says } = await ask();
	outcomes.push(outcome);
	console.log(`${what}: ${outcome === "not checked" ? "NOT CHECKED" : outcome}: ${says}`);
}
if (outcomes.includes("not checked")) console.log("What was not checked is no pass: ask again where the registry and vuln.go.dev answer.");
if (outcomes.includes("found")) process.exitCode = 1;
else process.exitCode = outcomes.includes("not checked") ? 2 : 0;
