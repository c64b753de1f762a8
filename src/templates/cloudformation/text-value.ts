/** A text as it stands in a template, or as a function puts it together. */
import type { Json } from "../../admission/request.ts";
import type { Placed } from "../placed.ts";
import { placedUnknown } from "../placed.ts";
import type { Template } from "./template.ts";

/** One function of a template, called. */
export interface Call {
	readonly template: Template;
	readonly evaluate: (value: Json, at: string) => Placed | undefined;
	readonly argument: Json;
	/** Where the argument stands. */
	readonly inside: string;
	/** Where the call stands. */
	readonly at: string;
}

/** `{{resolve:ssm:/path}}` is looked up when it is deployed, `{{changeSet:KNOWN_AFTER_APPLY}}` made then. */
export function textValue(text: string, at: string): Placed {
	const start = text.search(/\{\{(resolve|changeSet):/);
	const end = start < 0 ? -1 : text.indexOf("}}", start);
	return end < 0 ? { at, value: text } : placedUnknown(shortened(text.slice(start, end + 2)), at);
}

/** Reasons are printed: a name, never a page of template. */
export function shortened(text: string): string {
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
