/** ECS's deployments, which moto lacks, as documented: hooks at PRE_SCALE_UP, a pause that waits, and the way back. */
import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { GateProcess } from "../gate-process.ts";
import { ARN, type Ground, PLACE } from "./ecs-ground.ts";
import type { EcsStub } from "./ecs-stub.ts";

interface Deployment {
	readonly arn: string;
	readonly service: string;
	readonly name: string;
	readonly revision: string;
	readonly before: string;
	readonly taskDefinition: string;
	status: "IN_PROGRESS" | "SUCCESSFUL" | "ROLLBACK_SUCCESSFUL";
	hook?: { readonly hookId: string; readonly stage: string; status: "AWAITING_ACTION" | "SUCCEEDED" | "FAILED" };
	/** What the lifecycle hook answered, in order. */
	readonly answers: { hookStatus?: string; callBackDelay?: number; hookDetails?: object }[];
}

export interface Deploying {
	/** UpdateService to another revision; the deployment is in progress, and nothing has been asked. */
	begin(service: string, before: string, taskDefinition: string): Promise<Deployment>;
	/** ECS invokes the lifecycle hook until it has an answer, and does what that says. */
	askHook(gate: GateProcess, deployment: Deployment, hookDetails?: object): Promise<void>;
	/** ECS stands still at a PAUSE hook, and tells EventBridge. */
	pause(gate: GateProcess, deployment: Deployment, lifecycleStage?: string): Promise<void>;
}

/** Of what ECS would wait between two invocations. */
const WAIT_MS = 20;

/** To be called again after each `reset` of the stub. */
export function deploying(stub: EcsStub, ecs: Ground): Deploying {
	const all: Deployment[] = [];
	const brief = ({ arn, service, revision, status }: Deployment) => ({
		...{ serviceDeploymentArn: arn, serviceArn: service, targetServiceRevisionArn: revision, status },
	});
	const named = (arns: unknown) => all.filter(({ arn, revision }) => [arn, revision].some((one) => (arns as string[]).includes(one)));

	stub.answer("ListServiceDeployments", ({ service }) => ({
		serviceDeployments: all.filter((one) => one.service === service && one.status === "IN_PROGRESS").map(brief),
	}));
	stub.answer("DescribeServiceDeployments", ({ serviceDeploymentArns }) => ({
		serviceDeployments: named(serviceDeploymentArns).map((one) => ({
			...brief(one),
			targetServiceRevision: { arn: one.revision, runningTaskCount: 0 },
			...(one.hook && {
				lifecycleStage: one.hook.stage,
				lifecycleHookDetails: [{ hookId: one.hook.hookId, status: one.hook.status, targetType: "PAUSE" }],
			}),
		})),
	}));
	stub.answer("DescribeServiceRevisions", ({ serviceRevisionArns }) => ({
		serviceRevisions: named(serviceRevisionArns).map(({ revision, service, taskDefinition }) => ({
			...{ serviceRevisionArn: revision, serviceArn: service, clusterArn: `${ARN}:cluster/${ecs.cluster}`, taskDefinition },
			launchType: "EC2",
		})),
	}));
	stub.answer("StopServiceDeployment", ({ serviceDeploymentArn }) => {
		for (const one of named([serviceDeploymentArn])) void rollBack(one);
		return { serviceDeploymentArn };
	});
	stub.answer("ContinueServiceDeployment", ({ serviceDeploymentArn, hookId, action }) => {
		const [one] = named([serviceDeploymentArn]);
		if (one?.hook?.hookId !== hookId || one?.hook?.status !== "AWAITING_ACTION") return { __type: "InvalidParameterException" };
		one.hook.status = action === "ROLLBACK" ? "FAILED" : "SUCCEEDED";
		if (action === "ROLLBACK") void rollBack(one);
		else one.status = "SUCCESSFUL";
		return { serviceDeploymentArn };
	});

	async function rollBack(one: Deployment): Promise<void> {
		await update(one.name, one.before);
		one.status = "ROLLBACK_SUCCESSFUL";
	}

	const update = (service: string, taskDefinition: string) =>
		ecs.client.send(new UpdateServiceCommand({ cluster: ecs.cluster, service, taskDefinition }));

	async function invoke(gate: GateProcess, one: Deployment, lifecycleStage: string, weight: number, hookDetails: object | undefined) {
		const executionDetails = {
			...{ serviceArn: one.service, targetServiceRevisionArn: one.revision },
			...{ testTrafficWeights: {}, productionTrafficWeights: { [one.revision]: weight } },
		};
		const event = { executionId: "1", lifecycleStage, resourceArn: one.arn, executionDetails, ...(hookDetails && { hookDetails }) };
		const answered = await gate.post("/v1/deployment-hook", event);
		// To ECS a function that fails has answered FAILED.
		return answered.ok ? ((await answered.json()) as Deployment["answers"][number]) : { hookStatus: `HTTP ${answered.status}` };
	}

	return {
		async begin(service, before, taskDefinition) {
			const name = service.split("/").at(-1) ?? "";
			const id = `${ecs.cluster}/${name}/${all.length + 1}`;
			const arns = { arn: `${ARN}:service-deployment/${id}`, revision: `${ARN}:service-revision/${id}` };
			const deployment: Deployment = { ...arns, service, name, before, taskDefinition, status: "IN_PROGRESS", answers: [] };
			all.push(deployment);
			await update(name, taskDefinition);
			return deployment;
		},
		async askHook(gate, one, hookDetails) {
			let details = hookDetails;
			for (;;) {
				const answer = await invoke(gate, one, "PRE_SCALE_UP", 0, details);
				one.answers.push(answer);
				if (answer.hookStatus !== "IN_PROGRESS") break;
				details = { ...details, ...answer.hookDetails };
				await new Promise((resume) => setTimeout(resume, WAIT_MS));
			}
			if (one.answers.at(-1)?.hookStatus === "SUCCEEDED") {
				one.status = "SUCCESSFUL";
				return;
			}
			one.answers.push(await invoke(gate, one, "PRODUCTION_TRAFFIC_SHIFT", 0, hookDetails));
			await rollBack(one);
		},
		async pause(gate, one, lifecycleStage = "PRE_SCALE_UP") {
			const hookId = `hook-${one.name}-${all.indexOf(one)}`;
			one.hook = { hookId, stage: lifecycleStage, status: "AWAITING_ACTION" };
			const { account, region } = PLACE;
			const arns = { clusterArn: `${ARN}:cluster/${ecs.cluster}`, serviceArn: one.service, serviceDeploymentArn: one.arn };
			const detail = { eventType: "INFO", eventName: "HOOK_AWAITING_ACTION", hookId, hookType: "PAUSE", lifecycleStage, ...arns };
			const time = new Date().toISOString();
			await gate.post("/v1/events", { source: "aws.ecs", "detail-type": "ECS Hook State Change", account, region, time, detail });
		},
	};
}
