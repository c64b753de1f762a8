/** Text in XML. Pure. */

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Without markup, as content or as an attribute's value; what XML has no place for is the caller's to show. */
export function xmlEntities(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
