/** The software bill of materials: what a clone installs and the package bundles, and what its Rego compiler is built from. CycloneDX 1.5 in build/sbom.cdx.json. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface Component {
	readonly "bom-ref": string;
	readonly type: string;
	readonly name: string;
	readonly version: string;
	readonly purl: string;
	readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
	readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

export interface Bom {
	readonly bomFormat: "CycloneDX";
	readonly specVersion: string;
	readonly metadata: { readonly component: Component };
	readonly components: readonly Component[];
	readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const COMPILER = `${ROOT}src/rego/compiler/`;
const BOM = "build/sbom.cdx.json";
/** Go's sum of a module is of all its files and their names: none of the algorithms that CycloneDX has a word for. */
export const GO_SUM = "taskgate:go.sum";

const run = promisify(execFile);

export async function bom(): Promise<Bom> {
	// From the lock file: every platform's, and the same on every machine. `--omit=dev` would leave out what development needs too, as zod.
	const how = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--package-lock-only"];
	const { stdout } = await run("npm", how, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
	const npm = JSON.parse(stdout) as Bom;
	const { component: root } = npm.metadata;
	const { name, shipped } = await locked();
	const modules = await goModules();
	const components = [...npm.components.filter((one) => shipped.has(`${one.name}@${one.version}`)), ...modules];
	const refs = new Set([root, ...components].map((one) => one["bom-ref"]));
	const dependencies = [...npm.dependencies, ...modules.map((module) => ({ ref: module["bom-ref"], dependsOn: [] }))].map(
		({ ref, dependsOn = [] }) => ({
			ref,
			dependsOn: [...dependsOn, ...(ref === root["bom-ref"] ? modules.map((module) => module["bom-ref"]) : [])].filter((one) =>
				refs.has(one),
			),
		}),
	);
	// npm calls it by the name of the folder.
	return {
		...npm,
		metadata: { ...npm.metadata, component: { ...root, name } },
		components,
		dependencies: dependencies.filter(({ ref }) => refs.has(ref)),
	};
}

/** What an install without development brings, by name and version. */
async function locked(): Promise<{ readonly name: string; readonly shipped: ReadonlySet<string> }> {
	const { name, packages } = JSON.parse(await readFile(`${ROOT}package-lock.json`, "utf8")) as {
		readonly name: string;
		readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
	};
	const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
	return { name, shipped: new Set(shipped.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`)) };
}

/** The modules whose packages are compiled into build/rego-compiler.wasm, and Go's own library. */
async function goModules(): Promise<readonly Component[]> {
	const env = { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "-mod=readonly", GOWORK: "off" };
	const go = async (...args: readonly string[]) => (await run("go", args, { cwd: COMPILER, env })).stdout.trim();
	const listed = await go("list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".");
	const sums = new Map(
		(await readFile(`${COMPILER}go.sum`, "utf8")).split("\n").map((line) => {
			const [path, version, sum = ""] = line.split(" ");
			return [`${path} ${version}`, sum];
		}),
	);
	const standard = component("stdlib", (await go("env", "GOVERSION")).replace(/^go/, ""));
	const modules = [...new Set(listed.split("\n"))].filter((line) => line !== "").sort();
	return [standard, ...modules.map((line) => component(...(line.split(" ") as [string, string]), sums.get(line)))];
}

function component(name: string, version: string, sum?: string): Component {
	const purl = `pkg:golang/${name}@${version}`;
	return { "bom-ref": purl, type: "library", name, version, purl, ...(sum && { properties: [{ name: GO_SUM, value: sum }] }) };
}

if (import.meta.main) {
	const made = await bom();
	await mkdir(`${ROOT}build`, { recursive: true });
	await writeFile(`${ROOT}${BOM}`, `${JSON.stringify(made, undefined, "\t")}\n`);
	console.log(`${BOM}: ${made.components.length} components`);
}
