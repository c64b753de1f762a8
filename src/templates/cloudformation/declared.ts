/** The ECS resources of a CloudFormation or SAM template, as the requests that CloudFormation will make. */
import type { Json, JsonObject, Kind } from "../../admission/request.ts";
import { isUnknown, unknown } from "../../admission/unknown.ts";
import { inApiSpelling, originOf } from "../api-spelling.ts";
import { below, placedUnknown } from "../placed.ts";
import type { Declared, TemplateReading, TemplateValues, Undecidable } from "../template-reading.ts";
import { type Evaluate, evaluator } from "./evaluate.ts";
import { referredResource, withAssociations } from "./links.ts";
import { nestedStack } from "./nested-stacks.ts";
import { hiddenValues } from "./reference.ts";
import { PROCESSED, type Resource, resourcesOf } from "./resource-list.ts";
import { CLOUDFORMATION, KINDS, NAMED_BY, OF_OTHERS } from "./spelling.ts";
import { own, type Template, templateIn } from "./template.ts";

/** Undefined for what is no template. */
export function readCloudFormation(document: Json, values: TemplateValues): TemplateReading | undefined {
	const template = templateIn(document, values);
	if (template === undefined) return undefined;
	const evaluate = evaluator(template);
	const { resources, undecidable } = resourcesOf(template, evaluate);
	return {
		declared: resources.flatMap((resource) => declaredBy(resource, resources, template, evaluate)),
		undecidable: [...macros(template), ...undecidable, ...resources.flatMap(unheardOf)],
		notFollowed: resources.flatMap((resource) => nestedStack(resource, evaluate)),
	};
}

/** Of these, AWS says that they leave ECS's resources as they are. */
const HARMLESS = /^AWS::(Serverless|LanguageExtensions|CodeDeployBlueGreen|SecretsManager)(-|$)/;

/** A macro may rewrite the whole template. */
function macros({ transforms }: Template): readonly Undecidable[] {
	return transforms
		.filter((name) => !HARMLESS.test(name))
		.map((name) => ({ pointer: "/Transform", reason: `the macro ${name} may change every resource; ${PROCESSED}` }));
}

/** A type of ECS that came after this program. */
function unheardOf({ type, at }: Resource): readonly Undecidable[] {
	const isKnown = Object.hasOwn(KINDS, type) || OF_OTHERS.includes(type) || type.endsWith("::MODULE");
	return isKnown || !type.startsWith("AWS::ECS::")
		? []
		: [{ pointer: at, reason: `${type} is a type that this version does not know`, unheardOf: true }];
}

function declaredBy(resource: Resource, all: readonly Resource[], template: Template, evaluate: Evaluate): readonly Declared[] {
	const kind = Object.hasOwn(KINDS, resource.type) ? KINDS[resource.type] : undefined;
	if (kind === undefined) return [];
	const at = below(resource.at, "Properties");
	const properties = evaluate(resource.body.Properties ?? {}, at) ?? placedUnknown("Ref AWS::NoValue", at);
	const whole = kind === "Cluster" ? withAssociations(properties, resource, all, template, evaluate) : properties;
	const { object, origins } = inApiSpelling(kind, whole, CLOUDFORMATION);
	const written = resource.body.Properties;
	const taskDefinition = referredResource(own(written, "TaskDefinition"), all, "AWS::ECS::TaskDefinition");
	const cluster = ["Cluster", "ClusterName", "ClusterArn"]
		.map((property) => referredResource(own(written, property), all, "AWS::ECS::Cluster"))
		.find((id) => id !== undefined);
	return [
		{
			kind,
			id: resource.id,
			object: named(kind, object),
			pointer: (field) => {
				const origin = originOf(origins, field);
				return origin === at ? resource.at : origin;
			},
			refersTo: { ...(taskDefinition === undefined ? {} : { taskDefinition }), ...(cluster === undefined ? {} : { cluster }) },
			sensitive: hiddenValues(template),
		},
	];
}

function named(kind: Kind, object: JsonObject): JsonObject {
	const member = NAMED_BY[kind];
	return member === undefined || isUnknown(object) ? object : { [member]: unknown("a name that CloudFormation makes"), ...object };
}
