/** A runtime alert as a CloudEvent in structured mode: Falco's, and the form for whoever has no other. https://cloudevents.io */
import { z } from "zod";
import type { Json, JsonObject } from "../../admission/request.ts";
import { type Alert, labels, NAMED, rankOf, said, taskNamed, windowOf } from "./alert.ts";
import { isFalcoAlert, readFalcoAlert } from "./falco-alert.ts";
import { at, present, textAt } from "./json.ts";
import { OBJECT, parse, TEXT, TIME } from "./parse.ts";

const FALCO_TYPE = "falco.rule.output.v1";
const OWN_TYPE = "dev.taskgate.runtime-alert.v1";

const FALCO = z.looseObject({ data: OBJECT });
const ALERT = z.looseObject({
	...{ id: TEXT, source: NAMED, time: TIME },
	data: z.looseObject({ rule: NAMED, taskArn: z.unknown(), severity: z.unknown(), tags: z.unknown() }),
});

export function isCloudEventAlert(event: JsonObject): boolean {
	return typeof event.specversion === "string" && (event.type === FALCO_TYPE || event.type === OWN_TYPE);
}

export function readCloudEventAlert(event: JsonObject): Alert {
	const { data } = parse(FALCO, event);
	if (event.type === FALCO_TYPE || isFalcoAlert(data)) return readFalcoAlert(data, { field: "data." });
	const { id, source, time, data: alert } = parse(ALERT, event);
	const label = said(alert.severity as Json | undefined, 64);
	const named = taskNamed(textAt(data, "taskArn"), "data.taskArn");
	const container = textsOf(at(data, "container"), ["name", "id", "image", "imageDigest"]);
	return {
		...{ source, type: alert.rule, id: id.slice(0, 128), action: "Runtime Alert", time, tags: labels(alert.tags as Json) },
		// A word that nobody knows has no rank, and no policy takes it for a low one.
		severity: {
			label: typeof label === "string" ? label : "unknown",
			rank: typeof label === "string" ? (rankOf(label) ?? null) : null,
			score: null,
		},
		...named,
		container,
		process: textsOf(at(data, "process"), ["name", "cmdline", "executable", "user", "parent"]),
		key: named.task === undefined ? [id] : [alert.rule, String(label ?? ""), named.task, textAt(container, "id") ?? "", windowOf(time)],
	};
}

function textsOf(from: Json | undefined, members: readonly string[]): JsonObject {
	return present(Object.fromEntries(members.map((member) => [member, said(at(from, member))]))) as JsonObject;
}
