/** `taskgate quarantine …`: what was taken out of use, by an alert or by hand. */
import { hostname, userInfo } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { quarantineJson, quarantineText } from "../report/quarantine.ts";
import { isQuarantinable } from "../store/quarantine.ts";
import { duration } from "../variable-forms.ts";
import { later, systemNow } from "../world.ts";
import { storeOption, withStore } from "./acting-store.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface StoreOption {
	readonly store?: string;
}

const HELP = `
Begin with:
  taskgate quarantine list                                          what is refused, why, and until when
  taskgate quarantine add sha256:9f86d0… --reason "INC-204: mines coins" --for 30d
  taskgate quarantine lift arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7

It is refused by the policy runtime/quarantine, at every point and in every process that shares the store, two seconds later at most. The
profiles baseline, restricted and runtime deny by it; constraints of your own have to name it. TASKGATE_ENFORCE=off lets through here too.`;

const WHAT = "sha256:… of an image, or the full ARN of a task definition with its revision";

const LIST_HELP = `
Examples:
  taskgate quarantine list --store sqlite:/var/lib/taskgate/taskgate.db
  taskgate quarantine list --format json | jq -r '.quarantine[].what'`;

const ADD_HELP = `
Examples:
  taskgate quarantine add arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7 --reason "INC-204"
  taskgate quarantine add sha256:9f86d0… --reason "CVE-2026-1234, no fix yet" --for 12h

An image is known by its digest where a task definition pins one, and where ECS says what a tag has come to; a new revision that names it by
its tag alone is not. What is on the list already stays for the longer of both times.`;

const LIFT_HELP = `
Example:
  taskgate quarantine lift sha256:9f86d0…

Exit codes: 0 it was lifted · 2 it was not on the list`;

export function registerQuarantine(program: Command): void {
	const quarantine = program
		.command("quarantine")
		.description("image digests and revisions that are refused at every point: list, add, lift")
		.addHelpText("after", HELP);
	quarantine
		.command("list")
		.description("what is refused, why, and until when")
		.addOption(storeOption())
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", LIST_HELP)
		.action(list);
	quarantine
		.command("add")
		.argument("<what>", WHAT, checked)
		.description("refuse an image or a revision from now on")
		.requiredOption("--reason <text>", "why, for whoever is refused")
		.addOption(new Option("--for <time>", "how long, such as 12h or 30d").argParser(milliseconds).default(milliseconds("7d"), "7d"))
		.addOption(storeOption())
		.addHelpText("after", ADD_HELP)
		.action(add);
	quarantine
		.command("lift")
		.argument("<what>", WHAT, checked)
		.description("take it off the list")
		.addOption(storeOption())
		.addHelpText("after", LIFT_HELP)
		.action(lift);
}

async function list({ store, format }: StoreOption & { readonly format: string }, command: Command): Promise<void> {
	await withStore(store, async (opened) => {
		const listed = await opened.quarantined(systemNow());
		const style = { color: wantsColor(command), width: outputWidth() };
		await print(format === "json" ? quarantineJson(listed) : quarantineText(listed, style));
	});
}

async function add(
	what: string,
	{ store, reason, for: ms }: StoreOption & { readonly reason: string; readonly for: number },
): Promise<void> {
	await withStore(store, async (opened) => {
		const since = systemNow();
		await opened.quarantine({ what, reason, by: `${userInfo().username}@${hostname()}`, since, until: later(since, ms) });
		const standing = (await opened.quarantined(since)).find((entry) => entry.what === what);
		await print(`${what} is quarantined until ${standing?.until}: ${reason}\n`);
	});
}

async function lift(what: string, { store }: StoreOption): Promise<void> {
	await withStore(store, async (opened) => {
		if (!(await opened.liftQuarantine(what)))
			throw new UsageError(`${what} is not quarantined; \`taskgate quarantine list\` tells what is`);
		await print(`${what} is no longer quarantined; it is let in again two seconds later at most\n`);
	});
}

function checked(what: string): string {
	if (isQuarantinable(what)) return what;
	throw new InvalidArgumentError(`It must be ${WHAT}.`);
}

function milliseconds(text: string): number {
	const parsed = duration.safeParse(text);
	if (!parsed.success) throw new InvalidArgumentError("It is a number and a unit, such as 12h or 30d.");
	return parsed.data;
}
