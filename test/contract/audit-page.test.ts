/** docs/audit.md says what the code does, where a page could fall behind it. */
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { expect, test } from "vitest";
import { registerAudit } from "../../src/cli/audit.ts";
import { READ_ACTIONS } from "../../src/ecs/inventory/read-actions.ts";
import { FORMATS } from "../../src/report/formats.ts";

const page = await readFile(new URL("../../docs/audit.md", import.meta.url), "utf8");

test("its IAM policy allows every action that the audit needs, and no other", () => {
	const [, policy = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
	const { Statement } = JSON.parse(policy) as { Statement: readonly { Effect: string; Action: readonly string[] }[] };
	expect(Statement.map(({ Effect, Action }) => [Effect, Action])).toEqual([["Allow", [...READ_ACTIONS]]]);
});

test("it tells of every option and every format", () => {
	const program = new Command();
	registerAudit(program);
	const [, table = ""] = page.split("## Options");
	const options = program.commands[0]?.options.map(({ long }) => `\`${long}\``) ?? [];
	expect(options.length).toBeGreaterThan(10);
	expect(options.filter((option) => !table.includes(option) && option !== "`--output`")).toEqual([]);
	expect(Object.keys(FORMATS).filter((format) => !table.includes(`\`${format}\``))).toEqual([]);
});
