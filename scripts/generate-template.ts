/** Writes infra/template/*.template.json and infra/terraform/: the stacks for those without CDK, committed; a test tells when one is stale. */
import { mkdir, writeFile } from "node:fs/promises";
import { PLAIN } from "../infra/app.ts";
import { MODULES, terraformModule } from "../infra/terraform.ts";

for (const [name, template] of Object.entries(PLAIN)) await writeFile(new URL(`../infra/template/${name}`, import.meta.url), template());
for (const [path, module] of Object.entries(MODULES)) {
	const file = new URL(`../infra/terraform/${path}`, import.meta.url);
	await mkdir(new URL("./", file), { recursive: true });
	await writeFile(file, terraformModule(module));
}
