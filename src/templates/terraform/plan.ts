/** The ECS resources of a Terraform plan (`terraform show -json PLANFILE`, OpenTofu's too), as the requests that applying it would make. */
import type { Json, JsonObject, Kind } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import { inApiSpelling, originOf } from "../api-spelling.ts";
import { below, type Placed, placedUnknown } from "../placed.ts";
import type { Declared, TemplateReading, Undecidable } from "../template-reading.ts";
import { AFTER_APPLY, plannedValue, sensitiveValues } from "./after.ts";
import { arranged } from "./arrange.ts";
import { type Change, CLUSTER_PROVIDERS, withClusterProviders } from "./cluster-providers.ts";
import { expressionsOf, followReference, moduleAt, modulePath } from "./configuration.ts";
import { nestedStack } from "./nested-stacks.ts";
import { AWS, AWSCC, KINDS, OF_OTHERS } from "./spelling.ts";
import { withoutUnset } from "./unset.ts";

/** Undefined for what is no plan. @throws {UnreadableText} for a state, and for a format that came after this program. */
export function readPlan(document: Json): TemplateReading | undefined {
	if (!isObject(document) || typeof document.format_version !== "string") return undefined;
	const isPlan = isArray(document.resource_changes) || isObject(document.planned_values);
	if (!isPlan && !(isObject(document.values) && typeof document.terraform_version === "string")) return undefined;
	if (!/^[01]\./.test(document.format_version)) {
		throw new UnreadableText(`Terraform's plan format ${document.format_version} is not known; 0.x and 1.x are`);
	}
	if (!isPlan) throw new UnreadableText("Terraform's state, not a plan: check what `terraform show -json PLANFILE` prints");
	const changes = [...changesIn(document.resource_changes, "/resource_changes"), ...deferred(document.deferred_changes)];
	const made = changes.filter(({ change }) => !isGoneAfter(change));
	const plan: Plan = {
		configuration: document.configuration ?? null,
		byName: Map.groupBy(made, nameIn),
		providers: made.filter(({ type }) => type === CLUSTER_PROVIDERS),
	};
	return {
		declared: made.flatMap((change) => declaredBy(change, plan)),
		undecidable: [...failed(document), ...made.flatMap(unheardOf)],
		notFollowed: made.flatMap(nestedStack),
	};
}

interface Plan {
	readonly configuration: Json;
	/** The instances of each resource. */
	readonly byName: ReadonlyMap<string, readonly Change[]>;
	/** What adds capacity providers to clusters. */
	readonly providers: readonly Change[];
}

function nameIn({ module_address, type, name }: JsonObject): string {
	return [...modulePath(module_address), type, name].join(".");
}

function failed(plan: JsonObject): readonly Undecidable[] {
	if (plan.errored === true) return [{ pointer: "/errored", reason: "the plan failed half-way: what is missing from it cannot be judged" }];
	if (isArray(plan.resource_changes) || !/"aws(cc)?_ecs_/.test(JSON.stringify(plan.planned_values))) return [];
	return [{ pointer: "/planned_values", reason: "the plan has no resource_changes, which say what is known of its values" }];
}

function changesIn(list: Json | undefined, pointer: string): readonly Change[] {
	const items = isArray(list) ? list : [];
	return items.flatMap((item, i) => {
		if (!isObject(item) || item.mode !== "managed" || !isObject(item.change) || typeof item.address !== "string") return [];
		return [{ ...item, address: item.address, change: item.change, at: below(pointer, i) }];
	});
}

/** Planned later, and told already. */
function deferred(list: Json | undefined): readonly Change[] {
	const items = isArray(list) ? list : [];
	return items.flatMap((item, i) => {
		const at = `/deferred_changes/${i}/resource_change`;
		return changesIn([isObject(item) ? (item.resource_change ?? null) : null], "").map((change) => ({ ...change, at }));
	});
}

/** Deleted, or no longer Terraform's (`forget`). */
function isGoneAfter({ actions }: JsonObject): boolean {
	return isArray(actions) && actions.length === 1 && (actions[0] === "delete" || actions[0] === "forget");
}

/** A type of ECS that came after this program. */
function unheardOf({ type, at }: Change): readonly Undecidable[] {
	const [, of = ""] = /^(?:aws|awscc)_ecs_(.+)$/.exec(String(type)) ?? [];
	const isKnown = of === "" || Object.hasOwn(KINDS, of) || OF_OTHERS.includes(of);
	return isKnown ? [] : [{ pointer: at, reason: `${type} is a type that this version does not know` }];
}

function declaredBy(planned: Change, plan: Plan): readonly Declared[] {
	const [, provider, type = ""] = /^(aws|awscc)_ecs_(.+)$/.exec(String(planned.type)) ?? [];
	const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
	if (provider === undefined || kind === undefined) return [];
	const { after, after_unknown, after_sensitive } = planned.change;
	const at = `${planned.at}/change/after`;
	const modules = modulePath(planned.module_address);
	const expressions = expressionsOf(moduleAt(plan.configuration, modules), planned.type, planned.name);
	const value = plannedValue(after, after_unknown, at) ?? placedUnknown(AFTER_APPLY, at);
	const { object, origins } = inApiSpelling(
		kind,
		propertiesOf(kind, provider, value, planned, plan.providers, expressions),
		provider === "aws" ? AWS : AWSCC,
	);
	const arn = isObject(after) ? (after.arn ?? after.task_definition_arn) : undefined;
	const taskDefinition = referred(planned, "task_definition", `${provider}_ecs_task_definition`, {
		plan,
		modules,
		expressions,
	});
	const cluster = referred(planned, "cluster", `${provider}_ecs_cluster`, { plan, modules, expressions });
	return [
		{
			kind,
			id: planned.address,
			object,
			pointer: (field) => {
				const origin = originOf(origins, field);
				return origin === at ? planned.at : origin;
			},
			refersTo: { ...(taskDefinition === undefined ? {} : { taskDefinition }), ...(cluster === undefined ? {} : { cluster }) },
			...(kind === "TaskDefinition" && typeof arn === "string" ? { registeredAs: arn } : {}),
			sensitive: sensitiveValues(after, after_sensitive),
		},
	];
}

function propertiesOf(
	kind: Kind,
	provider: string,
	value: Placed,
	planned: Change,
	providers: readonly Change[],
	expressions: JsonObject | undefined,
): Placed {
	if (!("members" in value)) return value;
	const set = expressions === undefined ? value : withoutUnset(kind, value, expressions, provider === "aws" ? AWS : AWSCC);
	if (provider === "awscc") return set;
	return arranged(kind, kind === "Cluster" ? withClusterProviders(set, planned, providers) : set);
}

interface Scope {
	readonly plan: Plan;
	readonly modules: readonly string[];
	readonly expressions: JsonObject | undefined;
}

/** The address of the one planned resource of that type which an attribute refers to. */
function referred(planned: Change, attribute: string, type: string, { plan, modules, expressions }: Scope): string | undefined {
	const meant = followReference(plan.configuration, modules, expressions?.[attribute]);
	if (meant === undefined || meant.type !== type) return undefined;
	const candidates = plan.byName.get([...meant.modules, type, meant.name].join(".")) ?? [];
	const index = meant.index ?? (planned.index === undefined ? undefined : `[${JSON.stringify(planned.index)}]`);
	const instances = candidates.length < 2 ? candidates : candidates.filter((each) => `[${JSON.stringify(each.index ?? null)}]` === index);
	const [one, ...others] = instances;
	const text = isObject(planned.change.after) ? planned.change.after[attribute] : undefined;
	return one === undefined || others.length > 0 || !isNamedBy(text, one) ? undefined : one.address;
}

/** `"${aws_ecs_task_definition.app.family}:3"` refers to a resource and means another one. What is not known yet is taken to mean it. */
function isNamedBy(text: Json | undefined, { change: { after } }: Change): boolean {
	if (typeof text !== "string" || text === "") return true;
	if (!isObject(after)) return false;
	return Object.values(after).includes(text) || text === `${String(after.family)}:${String(after.revision)}`;
}
