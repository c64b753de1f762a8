/** The flags between `%` and its verb, and what they do to any text. */
export interface Flags {
	plus: boolean;
	minus: boolean;
	sharp: boolean;
	space: boolean;
	zero: boolean;
	/** `+` and `#` under `%v`, which mean something else to Go. */
	plusV: boolean;
	sharpV: boolean;
	width: number | undefined;
	precision: number | undefined;
}

export function noFlags(): Flags {
	return {
		plus: false,
		minus: false,
		sharp: false,
		space: false,
		zero: false,
		plusV: false,
		sharpV: false,
		width: undefined,
		precision: undefined,
	};
}

/** Widths count characters, not bytes. */
export function pad(text: string, flags: Flags): string {
	const missing = (flags.width ?? 0) - Array.from(text).length;
	if (missing <= 0) return text;
	if (flags.minus) return text + " ".repeat(missing);
	return (flags.zero ? "0" : " ").repeat(missing) + text;
}

export function padWithSpaces(text: string, flags: Flags): string {
	return pad(text, { ...flags, zero: false });
}

export function truncate(text: string, flags: Flags): string {
	return flags.precision === undefined ? text : Array.from(text).slice(0, flags.precision).join("");
}

export function signOf(negative: boolean, plus: boolean, space: boolean): string {
	if (negative) return "-";
	if (plus) return "+";
	return space ? " " : "";
}
