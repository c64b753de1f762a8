/** What ecspresso's files have of their own: template actions in texts, and a service whose name stands in ecspresso.yml. */
import { dirname, resolve } from "node:path";
import type { Json, JsonObject } from "../admission/request.ts";
import { unknown } from "../admission/unknown.ts";
import { isArray, isObject } from "../ecs/api-shape.ts";
import { SHAPES } from "../ecs/schema/model.ts";

/** `{{ must_env "TAG" }}`, `{{ tfstate … }}`; but `{{.Name}}`, which log drivers and docker take, is a value. */
const ACTION = /\{\{-?\s*[^\s.}-]/;

/** A text with a template action in it exists only once it is rendered. */
export function withPlaceholders<T extends Json>(value: T): T | JsonObject;
export function withPlaceholders(value: Json): Json {
	if (typeof value === "string") {
		const action = actionIn(value);
		return action === undefined ? value : unknown(action.length > 80 ? `${action.slice(0, 79)}…` : action);
	}
	if (isArray(value)) return value.map((item) => withPlaceholders(item));
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPlaceholders(member)]));
}

export function hasActions(text: string): boolean {
	return actionIn(text) !== undefined;
}

/** The first one: where that has no end, none has. */
function actionIn(text: string): string | undefined {
	const start = text.search(ACTION);
	const end = start < 0 ? -1 : text.indexOf("}}", start);
	return end < 0 ? undefined : text.slice(start, end + 2);
}

/** Members that no other request than a service's has. */
const OF_SERVICES = [
	"deploymentConfiguration",
	"desiredCount",
	"schedulingStrategy",
	"healthCheckGracePeriodSeconds",
	"deploymentController",
];

const IN_CONFIG = "in ecspresso.yml, which is not among the files";

/** `ecs-service-def.json`: a service without its name, its cluster and its task definition. Undefined for anything else. */
export function serviceDefinition(body: JsonObject): JsonObject | undefined {
	const members = Object.keys(body);
	const known = SHAPES.Service?.properties ?? {};
	if (!members.some((member) => OF_SERVICES.includes(member)) || !members.every((member) => Object.hasOwn(known, member))) return undefined;
	if (members.includes("serviceName") || members.includes("service")) return undefined;
	const unsaid = unknown(IN_CONFIG);
	return { serviceName: unsaid, cluster: unsaid, taskDefinition: unsaid, ...body };
}

/** ecspresso.yml: which files belong together. */
export interface EcspressoConfig {
	readonly source: string;
	readonly service?: string;
	readonly cluster?: string;
	readonly serviceDefinition?: string;
	readonly taskDefinition?: string;
}

export function ecspressoConfig(source: string, body: JsonObject): EcspressoConfig | undefined {
	const text = (key: string) => (typeof body[key] === "string" && !hasActions(body[key]) ? body[key] : undefined);
	if (!Object.hasOwn(body, "task_definition") || (!Object.hasOwn(body, "cluster") && !Object.hasOwn(body, "service"))) return undefined;
	const [service, cluster] = [text("service"), text("cluster")];
	const [serviceFile, taskFile] = [text("service_definition"), text("task_definition")];
	return {
		source,
		...(service === undefined ? {} : { service }),
		...(cluster === undefined ? {} : { cluster }),
		...(serviceFile === undefined ? {} : { serviceDefinition: resolve(dirname(source), serviceFile) }),
		...(taskFile === undefined ? {} : { taskDefinition: resolve(dirname(source), taskFile) }),
	};
}
