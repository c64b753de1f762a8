/** Where a finding stands: a file with a line, and the object and field in it. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { ReportedDecision } from "../report.ts";

/** The `locations` of a result or a notification about this decision, or about one field of it. */
export function locationsOf(decision: ReportedDecision, root: string | undefined, at: { readonly field?: string; readonly line?: number }) {
	// Without a file the ARN alone tells one account's, Region's or revision's from another's of the same name.
	const object = `${decision.kind} ${isArn(decision) ? decision.source : decision.name}`;
	const logical = { fullyQualifiedName: `${object}${at.field ?? ""}`, name: at.field?.slice(at.field.lastIndexOf("/") + 1) ?? object };
	return [{ ...physical(decision, root, at.line ?? decision.line ?? 1), logicalLocations: [logical] }];
}

function physical({ source }: ReportedDecision, root: string | undefined, startLine: number) {
	if (isArn({ source })) return {};
	const artifactLocation = artifactOf(source, root);
	return { physicalLocation: { artifactLocation, region: { startLine } } };
}

function isArn({ source }: Pick<ReportedDecision, "source">): boolean {
	return source.startsWith("arn:");
}

/** Relative to the root where the file is under it, with forward slashes and percent-encoded; else an absolute `file:` URI. */
export function artifactOf(source: string, root: string | undefined): { readonly uri: string; readonly uriBaseId?: string } {
	const path = root === undefined ? source : relative(root, resolve(root, source));
	const isOutside = isAbsolute(path) || path === ".." || path.startsWith(`..${sep}`);
	if (isOutside) return { uri: pathToFileURL(resolve(root ?? "/", source)).href };
	return { uri: path.toWellFormed().split(sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}
