/** What the resources of one template say of each other. */
import type { Json } from "../../admission/request.ts";
import { isArray } from "../../ecs/api-shape.ts";
import { below, memberOf, type Placed, placedUnknown, textOf } from "../placed.ts";
import { decide } from "./conditions.ts";
import type { Evaluate } from "./evaluate.ts";
import type { Resource } from "./resource-list.ts";
import { own, type Template } from "./template.ts";

/** The logical id of the resource of that type which a property means by `Ref`, `Fn::GetAtt` or a `Fn::Sub` of nothing else. */
export function referredResource(property: Json | undefined, all: readonly Resource[], type: string): string | undefined {
	const attribute = own(property, "Fn::GetAtt");
	const [first] = isArray(attribute) ? attribute : [];
	const sub = own(property, "Fn::Sub");
	const candidates = [
		own(property, "Ref"),
		first,
		before(attribute),
		/^\$\{([^}.]+)(\.[^}]+)?\}$/.exec(typeof sub === "string" ? sub : "")?.[1],
	];
	return all.find((resource) => resource.type === type && candidates.includes(resource.id))?.id;
}

function before(attribute: Json | undefined): string | undefined {
	return typeof attribute === "string" ? attribute.split(".", 1)[0] : undefined;
}

const ASSOCIATED = ["CapacityProviders", "DefaultCapacityProviderStrategy"];

/** A cluster with what AWS::ECS::ClusterCapacityProviderAssociations adds to it. */
export function withAssociations(
	cluster: Placed,
	{ id }: Resource,
	all: readonly Resource[],
	template: Template,
	evaluate: Evaluate,
): Placed {
	if (!("members" in cluster)) return cluster;
	const name = textOf(memberOf(cluster, "ClusterName"));
	const added = all.flatMap(({ type, body, at }): [string, Placed][] => {
		if (type !== "AWS::ECS::ClusterCapacityProviderAssociations") return [];
		const place = below(at, "Properties");
		const meant = own(body.Properties, "Cluster");
		const isMeant = referredResource(meant, all, "AWS::ECS::Cluster") === id || (name !== undefined && meant === name);
		if (!isMeant) return [];
		const certain = body.Condition === undefined || decide({ template, evaluate }, { Condition: body.Condition }) === true;
		return ASSOCIATED.flatMap((member): [string, Placed][] => {
			const written = own(body.Properties, member);
			const value = written === undefined ? undefined : evaluate(written, below(place, member));
			if (value === undefined) return [];
			return [
				[
					member,
					certain
						? value
						: placedUnknown(`Condition ${typeof body.Condition === "string" ? body.Condition : JSON.stringify(body.Condition)}`, value.at),
				],
			];
		});
	});
	return { at: cluster.at, members: new Map([...cluster.members, ...added]) };
}
