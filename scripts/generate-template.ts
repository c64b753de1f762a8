/** Writes infra/template/taskgate.template.json: the stack for those without CDK, committed; a test tells when it is stale. */
import { writeFile } from "node:fs/promises";
import { plainTemplate } from "../infra/app.ts";

await writeFile(new URL("../infra/template/taskgate.template.json", import.meta.url), plainTemplate());
