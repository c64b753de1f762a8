/** The environment, read once and only here. */
import { z } from "zod";
import { peopleAreWhole, UNITS } from "./variable-forms.ts";
import { VARIABLES } from "./variables.ts";

const variables = z.object({
	...(Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema])) as {
		[name in keyof typeof VARIABLES]: (typeof VARIABLES)[name]["schema"];
	}),
	AWS_REGION: z.string().optional(),
});
const environment = variables.superRefine(peopleAreWhole);

export type Config = z.infer<typeof environment>;

/** @throws {ConfigError} naming every variable that is wrong, never its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
	const result = environment.safeParse(given);
	if (result.success) return result.data;
	throw new ConfigError(result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`));
}

class ConfigError extends Error {
	override readonly name = "ConfigError";
	constructor(problems: readonly string[]) {
		super(`the environment is not usable:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
	}
}

/** Whether the environment leaves the store to us. */
export function isDefaultStore(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
	return (env.TASKGATE_STORE ?? "") === "";
}

/** Whole days, rounded up. */
export function retentionDays({ TASKGATE_RETENTION }: Config): number | undefined {
	return TASKGATE_RETENTION === undefined ? undefined : Math.ceil(TASKGATE_RETENTION / UNITS.d);
}
