/** The events of a simulated ECS, in the documented shapes. */
import type { JsonObject } from "../../src/admission/request.ts";
import { callEvent } from "../../test/cloudtrail.ts";
import { taskOf } from "./ecs-answers.ts";
import type { Definition, EcsPlace, Service, Task } from "./ecs-state.ts";

/** Who calls ECS. */
export interface Caller {
	readonly isGate: boolean;
	/** ARN of the role. */
	readonly role: string;
	/** Of the gate's calls, by which it knows them again. */
	readonly requestId?: string;
}

interface Call {
	readonly eventName: string;
	readonly requestParameters: object;
	readonly responseElements: object;
}

/** With the ids of one happening: `eventID` is what makes it one. */
export function called(ecs: EcsPlace, call: Call, by: Caller, ids: { eventID: string; requestID: string; eventTime: string }): object {
	const { account, region } = ecs.place;
	const event = callEvent({ ...call, ...ids, account, region, roleArn: by.role });
	return { ...event, id: ids.eventID };
}

export function registration(definition: Definition): Call {
	const taskDefinition = { taskDefinitionArn: definition.arn, status: "ACTIVE" };
	return {
		eventName: "RegisterTaskDefinition",
		requestParameters: withoutValues(definition.body),
		responseElements: { taskDefinition },
	};
}

export function serviceCall(ecs: EcsPlace, eventName: "CreateService" | "UpdateService", service: Service): Call {
	const { arn, name, definition } = service;
	const named = eventName === "CreateService" ? { serviceName: name } : { service: name };
	return {
		eventName,
		requestParameters: { cluster: "main", taskDefinition: definition.arn, ...named },
		responseElements: { service: { serviceArn: arn, serviceName: name, clusterArn: ecs.cluster, taskDefinition: definition.arn } },
	};
}

export function runTask(ecs: EcsPlace, definition: Definition, tasks: readonly Task[]): Call {
	return {
		eventName: "RunTask",
		requestParameters: { cluster: "main", taskDefinition: definition.arn, count: tasks.length, launchType: "FARGATE", startedBy: "ci" },
		responseElements: { failures: [], tasks: tasks.map((task) => taskOf(ecs, task)) },
	};
}

export function taskState(ecs: EcsPlace, task: Task, time: string): object {
	return { ...envelope(ecs, "ECS Task State Change", time, task.arn), detail: { ...taskOf(ecs, task), updatedAt: time } };
}

/** Nothing that the gate judges: it says neither which revision nor which deployment. */
export function deploymentBegan(ecs: EcsPlace, service: Service, detailType: string, time: string): object {
	const detail = {
		...{ eventType: "INFO", eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS", clusterArn: ecs.cluster },
		...{ deploymentId: `ecs-svc/${service.definedAt}`, updatedAt: time, reason: "ECS deployment in progress." },
	};
	return { ...envelope(ecs, detailType, time, service.arn), detail };
}

function envelope({ place: { account, region } }: EcsPlace, detailType: string, time: string, resource: string): object {
	return { version: "0", id: resource, "detail-type": detailType, source: "aws.ecs", account, time, region, resources: [resource] };
}

/** As CloudTrail does, which leaves out what environment variables hold. */
function withoutValues(body: JsonObject): object {
	const containers = body.containerDefinitions as readonly JsonObject[];
	return { ...body, containerDefinitions: containers.map((container) => ({ ...container, environment: [] })) };
}
