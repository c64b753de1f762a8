/** Addresses of pages; filters live in them, so that a page can be sent to somebody. Pure. */

/** What is not set is left out. */
export function address(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
	const set = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "");
	return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

export function decisionAddress(uid: string): string {
	return `/decisions/${encodeURIComponent(uid)}`;
}

/** A policy's id has slashes, and keeps them. */
export function policyAddress(id: string): string {
	return `/policies/${id.split("/").map(encodeURIComponent).join("/")}`;
}
