/** EventBridge hears of API calls only where a CloudTrail trail logs them. */
import type { Check } from "../check.ts";
import { type Found, ok, problem, type Where } from "../found.ts";
import type { AdvancedSelector, FieldSelector, Trail } from "../reads.ts";
import { aws } from "../shell.ts";

export const trail: Check = {
	name: "trail",
	why: "without a trail that logs management events EventBridge hears no API call: what is denied is judged when it runs as a task, at the earliest",
	async examine({ reads, where }) {
		const trails = await reads.trails();
		const here = trails.filter((one) => one.isMultiRegion || one.homeRegion === where.region);
		const heard = here.filter((one) => one.isLogging && logsWrites(one));
		if (heard.length > 0)
			return [
				ok(
					`${heard.map(named).join(", ")} logs management events here`,
					heard.map(({ arn }) => arn),
				),
			];
		if (here.length === 0) return [problem("no trail reaches this Region", { mend: newTrail(where) })];
		return here.map((one) => silent(one));
	},
};

function named({ name, isMultiRegion, isOrganization }: Trail): string {
	const kind = [...(isOrganization ? ["the organization's"] : []), ...(isMultiRegion ? ["all Regions"] : [])];
	return kind.length === 0 ? `trail ${name}` : `trail ${name} (${kind.join(", ")})`;
}

function silent(one: Trail): Found {
	const about = { region: one.homeRegion };
	const start = one.isLogging ? [] : [aws("cloudtrail start-logging", { name: one.name }, about)];
	const select = logsWrites(one) ? [] : [aws("cloudtrail put-event-selectors", { "trail-name": one.name, ...selecting(one) }, about)];
	const seen = [...(one.isLogging ? [] : ["does not log"]), ...(logsWrites(one) ? [] : ["leaves out management events that write to ECS"])];
	const elsewhere = one.isOrganization ? ". It is the organization's: the command is for its management account" : "";
	return problem(`${named(one)} ${seen.join(" and ")}${elsewhere}`, { mend: [...start, ...select], subjects: [one.arn] });
}

function logsWrites({ selectors, advancedSelectors }: Trail): boolean {
	// CloudTrail's own default: all management events.
	if (selectors.length === 0 && advancedSelectors.length === 0) return true;
	const basic = selectors.some(
		({ IncludeManagementEvents = true, ReadWriteType = "All" }) => IncludeManagementEvents && ReadWriteType !== "ReadOnly",
	);
	return basic || advancedSelectors.some(takesEcsWrites);
}

/** All conditions of a selector must hold for a call that writes to ECS; one that is about something else of it may not. */
function takesEcsWrites({ FieldSelectors = [] }: AdvancedSelector): boolean {
	const isManagement = FieldSelectors.some(({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Management"));
	return isManagement && FieldSelectors.every(isMet);
}

const OF_A_CALL: Readonly<Record<string, string>> = { eventCategory: "Management", readOnly: "false", eventSource: "ecs.amazonaws.com" };

/** Only what every call has in common counts; a selector by name, identity or type of event takes a part of them at most. */
function isMet({ Field = "", Equals, NotEquals, StartsWith, NotStartsWith, EndsWith, NotEndsWith }: FieldSelector): boolean {
	const value = OF_A_CALL[Field];
	if (value === undefined) return false;
	return (
		(Equals?.includes(value) ?? true) &&
		!NotEquals?.includes(value) &&
		(StartsWith?.some((text) => value.startsWith(text)) ?? true) &&
		!NotStartsWith?.some((text) => value.startsWith(text)) &&
		(EndsWith?.some((text) => value.endsWith(text)) ?? true) &&
		!NotEndsWith?.some((text) => value.endsWith(text))
	);
}

/** What the trail selects stays selected. */
function selecting({ selectors, advancedSelectors }: Trail): Readonly<Record<string, unknown>> {
	if (advancedSelectors.length > 0) {
		const writes = { Field: "readOnly", Equals: ["false"] };
		const management = {
			Name: "Management events that write",
			FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }, writes],
		};
		return { "advanced-event-selectors": [...advancedSelectors, management] };
	}
	const [first = {}, ...rest] = selectors;
	return {
		"event-selectors": [
			{
				...first,
				ReadWriteType: first.ReadWriteType === "ReadOnly" ? "All" : (first.ReadWriteType ?? "All"),
				IncludeManagementEvents: true,
			},
			...rest,
		],
	};
}

/** A bucket that CloudTrail may write to, and a trail into it. */
function newTrail({ partition, account, region }: Where): readonly string[] {
	const bucket = `taskgate-trail-${account}-${region}`;
	const name = "management-events";
	const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
	const from = { Principal: { Service: "cloudtrail.amazonaws.com" }, Effect: "Allow" };
	const policy = {
		Version: "2012-10-17",
		Statement: [
			{
				...from,
				Action: "s3:GetBucketAcl",
				Resource: `arn:${partition}:s3:::${bucket}`,
				Condition: { StringEquals: { "aws:SourceArn": arn } },
			},
			{
				...{ ...from, Action: "s3:PutObject", Resource: `arn:${partition}:s3:::${bucket}/AWSLogs/${account}/*` },
				Condition: { StringEquals: { "aws:SourceArn": arn, "s3:x-amz-acl": "bucket-owner-full-control" } },
			},
		],
	};
	const place = region === "us-east-1" ? {} : { "create-bucket-configuration": { LocationConstraint: region } };
	const here = { region };
	return [
		aws("s3api create-bucket", { bucket, ...place }, here),
		aws("s3api put-bucket-policy", { bucket, policy }, here),
		aws("cloudtrail create-trail", { name, "s3-bucket-name": bucket, "is-multi-region-trail": true }, here),
		aws("cloudtrail start-logging", { name }, here),
	];
}
