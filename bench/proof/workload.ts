/** What customers do in moto's ECS, and what CloudTrail tells of it. Calls by the SDK: thousands are made. */
import { randomUUID } from "node:crypto";
import {
	CreateClusterCommand,
	DescribeTaskDefinitionCommand,
	DescribeTasksCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionCommandInput,
	RunTaskCommand,
	type RunTaskCommandInput,
} from "@aws-sdk/client-ecs";
import { callEvent } from "../../test/cloudtrail.ts";
import { privileged, unprivileged } from "../../test/ecs-workload.ts";

/** One call, and the event of it. */
export interface Happening {
	/** The key of the decision on it. */
	readonly key: string;
	readonly event: Record<string, unknown>;
	readonly isBad: boolean;
	/** What is to be undone where it is bad: one act, and the ARNs that it is done to. */
	readonly act: "StopTask" | "DeregisterTaskDefinition";
	readonly targets: readonly string[];
}

export interface Workload {
	/** `by`: how far the gate's clock is from the machine's, in milliseconds. */
	run(isBad: boolean, count: number, by?: number): Promise<Happening>;
	register(isBad: boolean, by?: number): Promise<Happening>;
	/** Whether what is to be undone is undone: of tasks `STOPPED`, of revisions `INACTIVE`. */
	isUndone(happening: Happening): Promise<boolean>;
	close(): void;
}

const CREDENTIALS = { accessKeyId: "testing", secretAccessKey: "testing" };
const REGION = "us-east-1";

/** A cluster of its own on this moto, and a compliant and a bad revision to run. */
export async function openWorkload(motoUrl: string): Promise<Workload> {
	const ecs = new ECSClient({ endpoint: motoUrl, region: REGION, credentials: CREDENTIALS });
	const cluster = `proof-${randomUUID().slice(0, 8)}`;
	await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
	const subnets = [await first(motoUrl, "DescribeSubnets", "subnetId")];
	const securityGroups = [await first(motoUrl, "DescribeSecurityGroups", "groupId")];
	const network = { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp: "DISABLED" as const } };
	const define = async (isBad: boolean, family: string) => {
		const input = (isBad ? privileged(family) : unprivileged(family)) as unknown as RegisterTaskDefinitionCommandInput;
		return { input, answer: await ecs.send(new RegisterTaskDefinitionCommand(input)) };
	};
	const [bad, good] = await Promise.all([true, false].map((isBad) => define(isBad, `${cluster}-${isBad ? "bad" : "good"}`)));
	const revisionOf = (isBad: boolean) => (isBad ? bad : good)?.answer.taskDefinition?.taskDefinitionArn ?? "";

	return {
		async run(isBad, count, by = 0) {
			const input: RunTaskCommandInput = {
				...{ cluster, count, launchType: "FARGATE", taskDefinition: revisionOf(isBad), networkConfiguration: network },
			};
			const { $metadata, ...answer } = await ecs.send(new RunTaskCommand(input));
			const targets = (answer.tasks ?? []).map(({ taskArn = "" }) => taskArn);
			return { ...told("RunTask", { input, answer, by }), isBad, act: "StopTask", targets };
		},
		async register(isBad, by = 0) {
			const { input, answer } = await define(isBad, `${cluster}-${randomUUID().slice(0, 8)}`);
			const targets = [answer.taskDefinition?.taskDefinitionArn ?? ""];
			return { ...told("RegisterTaskDefinition", { input, answer, by }), isBad, act: "DeregisterTaskDefinition", targets };
		},
		async isUndone({ act, targets }) {
			if (act === "StopTask") {
				const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [...targets] }));
				return tasks.length === targets.length && tasks.every(({ desiredStatus }) => desiredStatus === "STOPPED");
			}
			const described = await Promise.all(targets.map((taskDefinition) => ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))));
			return described.every(({ taskDefinition }) => taskDefinition?.status === "INACTIVE");
		},
		close: () => ecs.destroy(),
	};
}

function told(eventName: string, { input, answer, by }: { input: object; answer: object; by: number }): Pick<Happening, "key" | "event"> {
	const eventID = randomUUID();
	const plain = (value: object) => JSON.parse(JSON.stringify({ ...value, $metadata: undefined })) as object;
	const eventTime = new Date(Date.now() + by).toISOString();
	const event = callEvent({ eventName, eventID, eventTime, requestParameters: plain(input), responseElements: plain(answer) });
	return { key: `cloudtrail-event/${eventID}`, event };
}

/** EC2 has no client among the dependencies, and only the first of two lists is wanted. */
async function first(motoUrl: string, action: string, member: string): Promise<string> {
	const authorization = `AWS4-HMAC-SHA256 Credential=testing/20261129/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0`;
	const answer = await fetch(motoUrl, {
		method: "POST",
		headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
		body: `Action=${action}&Version=2016-11-15`,
	});
	const found = new RegExp(`<${member}>([^<]+)<`).exec(await answer.text())?.[1];
	if (found === undefined) throw new Error(`moto answered ${action} without a ${member}`);
	return found;
}
