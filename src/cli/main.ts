/** The command line. To add a command: a new file, and its line here. */
import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { plainLines } from "../report/text.ts";
import { fitted } from "./help-text.ts";
import { outputWidth, tolerateClosedPipes } from "./output.ts";

/** Loaded only when asked for: `check` need not wait for a web server and the AWS SDK. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
	check: async () => (await import("./check.ts")).registerCheck,
	serve: async () => (await import("./serve.ts")).registerServe,
	audit: async () => (await import("./audit.ts")).registerAudit,
	replay: async () => (await import("./replay.ts")).registerReplay,
	demo: async () => (await import("./demo.ts")).registerDemo,
	policy: async () => (await import("./policy.ts")).registerPolicy,
	bundle: async () => (await import("./bundle.ts")).registerBundle,
	register: async () => (await import("./register.ts")).registerRegister,
	instrument: async () => (await import("./instrument.ts")).registerInstrument,
	scp: async () => (await import("./scp.ts")).registerScp,
	doctor: async () => (await import("./doctor.ts")).registerDoctor,
	halt: async () => (await import("./halt.ts")).registerHalt,
	exempt: async () => (await import("./exempt.ts")).registerExempt,
	report: async () => (await import("./report.ts")).registerReport,
	resume: async () => (await import("./resume.ts")).registerResume,
	quarantine: async () => (await import("./quarantine.ts")).registerQuarantine,
	"proxy-ca": async () => (await import("./proxy-ca.ts")).registerProxyCa,
	"proxy-endpoint": async () => (await import("./proxy-endpoint.ts")).registerProxyEndpoint,
};

const EXIT_CODES = `
Exit codes: 0 all allowed · 1 something denied · 2 it could not be judged, or was used wrongly`;

async function program(args: readonly string[]): Promise<Command> {
	const taskgate = new Command("taskgate")
		.description("Admission control for Amazon ECS: may this run here? Rego policies answer.")
		.version(packageJson.version)
		.option("--color", "colours, even into a pipe")
		.option("--no-color", "no colours, as with NO_COLOR")
		.showSuggestionAfterError()
		.showHelpAfterError("`--help` tells how it is used")
		.configureOutput({
			writeOut: (text) => void process.stdout.write(fitted(text, outputWidth())),
			writeErr: (text) => void process.stderr.write(fitted(text, outputWidth())),
			outputError: (text) => void process.stderr.write(`taskgate: ${plainLines(text.replace(/^error: /, ""))}`),
		})
		.configureHelp({ showGlobalOptions: true })
		.exitOverride()
		.addHelpText(
			"after",
			`
Examples:
  taskgate check task-definition.json      may this run?
  taskgate policy list                     what is asked of it
  taskgate policy new team/cost-label      a policy of your own
  taskgate demo                            the gate at work, without an AWS account
${EXIT_CODES}`,
		);
	// undefined, rather than commander's true, tells "not asked for" from `--color`.
	taskgate.setOptionValue("color", undefined);
	for (const name of commandsFor(args)) (await COMMANDS[name]?.())?.(taskgate);
	return taskgate;
}

/** All of them for the help, and to suggest the one that was meant. */
function commandsFor(args: readonly string[]): readonly string[] {
	const asked = args.find((arg) => !arg.startsWith("-"));
	if (asked === undefined && args.some((arg) => arg === "--version" || arg === "-V")) return [];
	return asked !== undefined && Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
}

async function run(): Promise<void> {
	tolerateClosedPipes();
	try {
		const taskgate = await program(process.argv.slice(2));
		await taskgate.parseAsync();
	} catch (error) {
		if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
		else report(error);
	}
}

const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError];

function report(error: unknown): void {
	process.exitCode = 2;
	if (!(error instanceof Error) || FAULTS.some((fault) => error instanceof fault)) {
		console.error("taskgate: a fault in Taskgate itself, please report it:", error);
	} else console.error(`taskgate: ${plainLines(error.message)}`);
}

await run();
