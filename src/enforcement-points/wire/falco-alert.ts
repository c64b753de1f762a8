/** Falco's alert as falcosidekick sends it: https://github.com/falcosecurity/falcosidekick, outputs `webhook` and `cloudevents`. */
import { z } from "zod";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isObject } from "../../ecs/api-shape.ts";
import { parseArn } from "../../ecs/arn.ts";
import { type Alert, labels, NAMED, rankOf, said, taskNamed, windowOf } from "./alert.ts";
import { present } from "./json.ts";
import { OBJECT, parse, TIME, WORDS } from "./parse.ts";

const BODY = z.looseObject({
	uuid: WORDS,
	rule: NAMED,
	priority: z.string().refine((word) => rankOf(word) !== undefined, "must be a priority of Falco's, such as Critical"),
	time: TIME,
	hostname: WORDS,
	output_fields: OBJECT,
});

const LABEL = "container.label[com.amazonaws.ecs.";
/** By which names falco.yaml of docs/runtime-alerts.md, or Falco's own label fields, give them. */
const FIELDS = {
	task: ["ecs.task_arn", `${LABEL}task-arn]`],
	cluster: ["ecs.cluster", `${LABEL}cluster]`],
	containerName: ["ecs.container", `${LABEL}container-name]`, "container.name"],
	account: ["aws.account"],
	region: ["aws.region"],
};

export function isFalcoAlert(body: Json | undefined): body is JsonObject {
	return isObject(body) && Object.hasOwn(body, "output_fields") && Object.hasOwn(body, "priority");
}

/** `account`: the sender's, where EventBridge vouches for it. `field` begins the names of fields in messages. */
export function readFalcoAlert(
	body: JsonObject,
	{ account, field = "" }: { readonly account?: string; readonly field?: string } = {},
): Alert {
	const { uuid, rule, priority, time, hostname, output_fields: fields } = parse(BODY, body);
	const text = reader(fields);
	const id = hexOf(text("container.id"));
	const named = taskNamed(text(...FIELDS.task), `${field}output_fields.${FIELDS.task[0]}`, account);
	const place = placeOf(text, account);
	const container = {
		name: said(text(...FIELDS.containerName), 255),
		id,
		image: said(imageOf(text)),
		imageDigest: said(text("container.image.digest")),
	};
	return {
		...{ source: "falco", type: rule, action: "Falco Alert", time, tags: labels(body.tags) },
		severity: { label: priority, rank: rankOf(priority) ?? null, score: null },
		...(named.task === undefined && place !== undefined && id !== undefined ? place : { ...named, ...clusterIn(named.task) }),
		container: present(container) as JsonObject,
		process: present({
			name: said(text("proc.name"), 255),
			cmdline: said(text("proc.cmdline")),
			executable: said(text("proc.exepath")),
			user: said(text("user.name"), 255),
			parent: said(text("proc.pname"), 255),
		}) as JsonObject,
		...(uuid ? { id: uuid.slice(0, 128) } : {}),
		key: [rule, priority, named.task ?? hostname ?? "", id ?? "", windowOf(time)],
	};
}

/** Falcosidekick can rewrite brackets in names, and other outputs the rest of the signs. */
function reader(fields: JsonObject): (...names: readonly string[]) => string | undefined {
	const plain = (name: string) =>
		name
			.replace(/[^a-zA-Z0-9]+/g, "_")
			.replace(/_$/, "")
			.toLowerCase();
	const values = new Map(Object.entries(fields).map(([name, value]) => [plain(name), value]));
	return (...names) =>
		names.map((name) => values.get(plain(name))).find((value) => typeof value === "string" && value !== "" && value !== "<NA>") as
			| string
			| undefined;
}

/** Enough to find the task by its container; the ARN is better. */
function placeOf(text: ReturnType<typeof reader>, sender: string | undefined): Pick<Alert, "account" | "region" | "cluster"> | undefined {
	const [account = sender, region, cluster] = [text(...FIELDS.account), text(...FIELDS.region), text(...FIELDS.cluster)];
	const isPlace = account !== undefined && /^\d{12}$/.test(account) && region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region);
	if (!isPlace || cluster === undefined || (sender !== undefined && account !== sender)) return undefined;
	const arn = cluster.startsWith("arn:") ? parseArn(cluster) : undefined;
	const isElsewhere = cluster.startsWith("arn:") && (arn?.account !== account || arn.region !== region);
	return isElsewhere || !/^[\w:/-]{1,512}$/.test(cluster) ? undefined : { account, region, cluster };
}

function clusterIn(task: string | undefined): Pick<Alert, "cluster"> {
	const cluster = task === undefined ? undefined : parseArn(task)?.cluster;
	return cluster === undefined ? {} : { cluster };
}

/** Docker's id, or its first 12 digits. */
function hexOf(id: string | undefined): string | undefined {
	return id !== undefined && /^[0-9a-f]{12,64}$/.test(id) ? id : undefined;
}

function imageOf(text: ReturnType<typeof reader>): string | undefined {
	const repository = text("container.image.repository");
	const tag = text("container.image.tag");
	return repository === undefined || tag === undefined ? repository : `${repository}:${tag}`;
}
