/** Runs every bench/*.bench.ts, one after the other and each in a process of its own, so that none warms up the next. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";

const root = `${import.meta.dirname}/..`;
const files = globSync("bench/*.bench.ts", { cwd: root }).sort();
if (files.length === 0) throw new Error("bench/ holds no *.bench.ts");
for (const file of files) {
	const { status } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", file], { cwd: root, stdio: "inherit" });
	if (status !== 0) process.exitCode = 1;
}
