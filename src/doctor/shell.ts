/** Commands that somebody copies into a shell. Pure. */

/** One word of it, whatever is in it. */
export function word(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `aws SERVICE OPERATION --option value …`; JSON for what is no text, a bare option for `true`. */
export function aws(command: string, options: Readonly<Record<string, unknown>>, { region }: { readonly region: string }): string {
	const given = Object.entries<unknown>({ ...options, region }).map(([name, value]) =>
		value === true ? `--${name}` : `--${name} ${argument(value)}`,
	);
	return ["aws", command, ...given].join(" ");
}

function argument(value: unknown): string {
	if (value instanceof Raw) return value.text;
	return word(typeof value === "string" ? value : JSON.stringify(value));
}

/** What the shell is to evaluate: quoted by whoever makes it. */
export class Raw {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

/** The errors in a function's log. */
export function lookAt(logGroup: string, since: string, where: { readonly region: string }): string {
	return aws(`logs tail ${word(logGroup)}`, { since, "filter-pattern": "?ERROR ?error ?alarm" }, where);
}
