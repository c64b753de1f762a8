/** What a template says it would make. A template is whatever declares ECS resources: CloudFormation, a Terraform plan. */
import type { JsonObject, Kind } from "../admission/request.ts";

/** A resource of ECS that the template declares. */
export interface Declared {
	readonly kind: Kind;
	/** Logical id, or Terraform address. */
	readonly id: string;
	/** The request body that makes it, in the API's spelling; what the template does not decide is an unknown marker. */
	readonly object: JsonObject;
	/** Where the value at a pointer into the object stands in the file; of its nearest parent when it is absent. */
	pointer(field: string): string;
	/** Ids of other resources of the same template. */
	readonly refersTo: { readonly taskDefinition?: string; readonly cluster?: string };
	/** The ARN of a task definition that exists already. */
	readonly registeredAs?: string;
	/** What must not be printed. */
	readonly sensitive: readonly string[];
}

/** Something in the template that cannot be judged, and might be of ECS. */
export interface Undecidable {
	readonly pointer: string;
	readonly reason: string;
	/** One resource, of a type that came after this program. */
	readonly unheardOf?: true;
}

/** Another template that this one deploys. */
export interface NotFollowed {
	readonly pointer: string;
	readonly id: string;
	/** As written, relative to the template; absent where it is no local file. */
	readonly path?: string;
	readonly reason: string;
}

/** A presigned address carries its signature in the query. */
export function withoutQuery(url: string): string {
	return url.split(/[?#]/, 1)[0] ?? "";
}

export interface TemplateReading {
	readonly declared: readonly Declared[];
	readonly undecidable: readonly Undecidable[];
	readonly notFollowed: readonly NotFollowed[];
}

/** What the user says of deploy-time values. */
export interface TemplateValues {
	/** By parameter name, pseudo parameters (`AWS::Region`) included. */
	readonly parameters: ReadonlyMap<string, string>;
	/** Take the parameters' defaults for granted, though a deployment may override them. */
	readonly defaults: boolean;
}

export const NO_VALUES: TemplateValues = { parameters: new Map(), defaults: false };
