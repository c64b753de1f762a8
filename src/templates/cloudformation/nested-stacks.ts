/** Resources that bring in another template: told, and followed only if that template is among the files. */
import type { Json } from "../../admission/request.ts";
import { below, textOf } from "../placed.ts";
import { type NotFollowed, withoutQuery } from "../template-reading.ts";
import type { Evaluate } from "./evaluate.ts";
import type { Resource } from "./resource-list.ts";
import { own } from "./template.ts";

/** Where each type says what it brings in. */
const SOURCE: Readonly<Record<string, string>> = {
	"AWS::CloudFormation::Stack": "TemplateURL",
	"AWS::CloudFormation::StackSet": "TemplateURL",
	"AWS::Serverless::Application": "Location",
};

export function nestedStack({ id, type, body, at }: Resource, evaluate: Evaluate): readonly NotFollowed[] {
	if (type.endsWith("::MODULE")) {
		return [{ pointer: at, id, reason: `the module ${type} is not followed: its resources are in CloudFormation's registry` }];
	}
	const property = Object.hasOwn(SOURCE, type) ? SOURCE[type] : undefined;
	if (property === undefined) return [];
	const written = own(body.Properties, property);
	const place = below(below(at, "Properties"), property);
	const source = written === undefined ? undefined : textOf(evaluate(written, place));
	const path = assetOf(body.Metadata) ?? (source !== undefined && !/^[a-z0-9]+:\/\//i.test(source) ? source : undefined);
	const where = own(body.Properties, "TemplateBody") !== undefined ? "its template is a text in this one" : undefined;
	const reason = `the nested stack is not followed: ${path ?? (source && withoutQuery(source)) ?? where ?? "where its template lies is decided at deploy time"}`;
	return [{ pointer: at, id, reason, ...(path === undefined ? {} : { path }) }];
}

/** CDK and `aws cloudformation package` say which file they upload. */
function assetOf(metadata: Json | undefined): string | undefined {
	const path = own(metadata, "aws:asset:path");
	return typeof path === "string" ? path : undefined;
}
