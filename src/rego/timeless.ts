/**
 * Which policies answer the same whenever they are asked, told from the sources that a bundle carries: what cannot be told is not among
 * them. Textual on purpose: whatever could reach `input.now`, `input.request.time` or `input.request.uid` must write something that is found here.
 */

/** What a request says of itself that says nothing of what it is about; and the clock. */
const PASSING = "now|time|uid";
/** As a member, or as a key in quotes of any kind; an escape could hide one. */
const NAMES_PASSING = new RegExp(`\\.\\s*(${PASSING})\\b|["\`](${PASSING})["\`]|\\\\u`);
/** `input` as a whole, or a member of it that is neither of these, or one that is told only while judging. */
const WHOLE_INPUT = /\binput\b(?!\.(request|parameters)\b)/;
/** A path below the request, of a length that is told only while judging. */
const BELOW_REQUEST = /object\.get\(input, (?:array\.concat\()?\["request"/g;
const DATA = /\bdata\b((?:\.[A-Za-z_]\w*|\["[^"]*"\])*)/g;
/** A text of words alone, such as "the data", and no key in brackets: no code has that form between two quotes. */
const WORDS = /(?<!\[)"(?:\w|(?<=\w)-(?=\w)| )*"/g;
const PACKAGE = /^\s*package\s+(\S+)/m;

interface Module {
	readonly path: string;
	readonly isTimeless: boolean;
	/** Beginnings of what it refers to under `data`; an empty one is everything. */
	readonly refers: readonly string[];
}

/** Policy id → entrypoint, such as `policies/workload/privileged/violation`. */
export function timelessPolicies(files: ReadonlyMap<string, Uint8Array>, entrypoints: ReadonlyMap<string, string>): ReadonlySet<string> {
	const modules = [...files].flatMap(([name, bytes]) => (name.endsWith(".rego") ? [moduleOf(Buffer.from(bytes).toString())] : []));
	const isTimeless = ([, entrypoint]: readonly [string, string]) => {
		const reached = reachedFrom(packageOf(entrypoint), modules);
		return reached?.every((module) => module.isTimeless) ?? false;
	};
	return new Set([...entrypoints].filter(isTimeless).map(([policy]) => policy));
}

function moduleOf(text: string): Module {
	// A comment says nothing; one behind code counts as code.
	const code = text.replace(/^\s*#.*$/gm, "");
	const named = PACKAGE.exec(code)?.[1] ?? "";
	return {
		path: normal(named),
		isTimeless: !WHOLE_INPUT.test(code.replace(BELOW_REQUEST, "")) && !NAMES_PASSING.test(code),
		refers: [...code.replace(WORDS, '""').matchAll(DATA)].map(([, path = ""]) => normal(path).slice(1)),
	};
}

/** The modules that a package is made of and refers to, however indirectly; undefined when one is not there to be read. */
function reachedFrom(start: string, modules: readonly Module[]): readonly Module[] | undefined {
	const reached = new Set<Module>();
	const open = [start];
	const asked = new Set(open);
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		const found = modules.filter(({ path }) => isBelow(path, at) || isBelow(at, path));
		if (found.length === 0) return undefined;
		for (const module of found) {
			reached.add(module);
			const fresh = [module.path, ...module.refers].filter((path) => !asked.has(path));
			for (const path of fresh) asked.add(path);
			open.push(...fresh);
		}
	}
	return [...reached];
}

function isBelow(path: string, root: string): boolean {
	return root === "" || path === root || path.startsWith(`${root}.`);
}

function packageOf(entrypoint: string): string {
	return entrypoint.split("/").slice(0, -1).join(".");
}

/** `policies.access["admin-role"]` → `policies.access.admin-role`. */
function normal(path: string): string {
	return path.replace(/\["([^"]*)"\]/g, ".$1");
}
