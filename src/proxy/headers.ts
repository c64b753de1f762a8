/** HTTP headers as they were sent: order, case and all. Pure. */

export type Header = readonly [name: string, value: string];

/** They are about one connection, and a proxy passes none of them on: RFC 9110 §7.6.1. */
const HOP_BY_HOP = new Set([
	...["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"],
	...["te", "trailer", "transfer-encoding", "upgrade"],
]);

/** Node's flat list as pairs. */
export function headersOf(rawHeaders: readonly string[]): readonly Header[] {
	return rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? ""] as const] : []));
}

/** The value of a header, by its name in lower case; the first one where it stands twice. */
export function headerIn(headers: readonly Header[], name: string): string | undefined {
	return headers.find(([given]) => given.toLowerCase() === name)?.[1];
}

export function endToEnd(headers: readonly Header[]): readonly Header[] {
	return headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
}

/** A name in lower case that stands there twice: the next reader could take the other one. */
export function duplicated(headers: readonly Header[]): string | undefined {
	const names = headers.map(([name]) => name.toLowerCase());
	return names.find((name, i) => names.indexOf(name) !== i);
}
