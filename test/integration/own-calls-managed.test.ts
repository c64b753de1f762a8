/** As own-calls.test.ts, for daemons, Express services, tags and ECS Exec. */
import { ListTagsForResourceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ARN, PLACE } from "./ecs-ground.ts";
import { ADMISSION_TAG } from "./gate-in-process.ts";
import { BAD, CLUSTER, type ToldBack, toldBack } from "./told-back.ts";

let on: ToldBack;
beforeAll(async () => {
	on = await toldBack();
});
beforeEach(() => on.fresh());
afterAll(() => on.close());

describe("what a refusal does, told back", () => {
	test("a daemon goes back to all that was admitted; one of which nothing was is told of", async () => {
		const good = on.managed().define("agent", { name: "agent", image: "agent:1" });
		const bad = on.managed().define("agent", { name: "agent", image: "bad" });
		const capacityProviderArns = [`${ARN}:capacity-provider/managed`];
		const admitted = { daemonTaskDefinitionArn: good, capacityProviderArns, critical: true, deploymentConfiguration: { drainPercent: 10 } };
		const daemonArn = on.managed().daemon("agent", admitted);
		const created = { ...admitted, daemonName: "agent", clusterArn: `${ARN}:cluster/${CLUSTER}` };
		expect(await on.outcomesOf("CreateDaemon", created, { daemonArn })).toEqual([]);
		const update = { daemonTaskDefinitionArn: bad, capacityProviderArns, critical: false };
		on.managed().daemon("agent", update);
		expect(await on.outcomesOf("UpdateDaemon", { daemonArn, ...update }, { daemonArn })).toEqual(["RestoreDaemon done", "Notify done"]);
		expect(on.managed().daemons.get(daemonArn)?.body).toMatchObject(admitted);
		expect(await on.tellBack()).toBe(1);

		const other = on.managed().daemon("other", update);
		expect(await on.outcomesOf("CreateDaemon", { ...update, daemonName: "other" }, { daemonArn: other })).toEqual([
			"RestoreDaemon failed",
			"Notify done",
		]);
	});

	test("a daemon that has moved on is left alone", async () => {
		const bad = on.managed().define("moved", { name: "agent", image: "bad" });
		const body = { daemonTaskDefinitionArn: bad, capacityProviderArns: [`${ARN}:capacity-provider/managed`] };
		const daemonArn = on.managed().daemon("moved", body);
		let asked = 0;
		on.stub.answer("DescribeClusters", () => {
			asked += 1;
			// Between judging and acting.
			if (asked === 1) on.managed().daemon("moved", { critical: false });
			return undefined;
		});
		const [decision] = await on.hear("UpdateDaemon", { daemonArn, ...body }, { daemonArn });
		expect(decision?.actions[0]).toMatchObject({ type: "RestoreDaemon", state: "superseded" });
		expect(on.stub.count("UpdateDaemon")).toBe(0);
	});

	test("an Express service goes back to all that was admitted", async () => {
		await on.ecs.register("express-shop");
		await on.ecs.register("express-shop", BAD);
		const roles = { infrastructureRoleArn: `arn:aws:iam::${PLACE.account}:role/infra` };
		const admitted = { primaryContainer: { image: "shop:1", containerPort: 80 }, cpu: "256", healthCheckPath: "/health" };
		const serviceArn = on.managed().express("shop", { ...roles, ...admitted });
		const answer = (revision: number) => ({ taskDefinitionArn: `${ARN}:task-definition/express-shop:${revision}` });
		const created = { service: { serviceArn, cluster: CLUSTER, activeConfigurations: [answer(1)] } };
		expect(await on.outcomesOf("CreateExpressGatewayService", { ...roles, ...admitted, serviceName: "shop" }, created)).toEqual([]);
		const update = { primaryContainer: { image: "bad", containerPort: 80 } };
		on.managed().express("shop", update);
		const updated = { service: { serviceArn, cluster: CLUSTER, targetConfiguration: answer(2) } };
		expect(await on.outcomesOf("UpdateExpressGatewayService", { serviceArn, ...update }, updated)).toEqual([
			"RestoreExpressService done",
			"Notify done",
		]);
		expect(on.managed().services.get(serviceArn)?.body).toMatchObject(admitted);
		expect(await on.tellBack()).toBe(1);
	});

	test("a forged tag is removed, and the admission tag goes back to what our own record says", async () => {
		const arn = await on.ecs.register("tagged");
		const tagsNow = async () => (await on.ecs.client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags ?? [];
		expect(await on.outcomesOf("RegisterTaskDefinition", { family: "tagged" }, { taskDefinition: { taskDefinitionArn: arn } })).toEqual([]);

		const untag = { resourceArn: arn, tagKeys: [ADMISSION_TAG] };
		expect(await on.outcomesOf("UntagResource", untag, null)).toEqual(["RestoreTags done", "Notify done"]);
		expect(await tagsNow()).toEqual([{ key: ADMISSION_TAG, value: "allowed" }]);
		expect(await on.outcomesOf("UntagResource", untag, null), "it is there again").toEqual(["RestoreTags superseded", "Notify done"]);

		const never = await on.ecs.register("never", { ...BAD, tags: [{ key: ADMISSION_TAG, value: "allowed" }] });
		await on.hear("RegisterTaskDefinition", BAD, { taskDefinition: { taskDefinitionArn: never } });
		const forged = { resourceArn: never, tags: [{ key: ADMISSION_TAG, value: "allowed" }] };
		expect(await on.outcomesOf("TagResource", forged, null)).toEqual(["RestoreTags done", "Notify done"]);
		expect((await on.ecs.client.send(new ListTagsForResourceCommand({ resourceArn: never }))).tags ?? []).toEqual([]);
		const unknown = { resourceArn: arn, tagKeys: ["taskgate:was-what"] };
		expect(await on.outcomesOf("UntagResource", unknown, null)).toEqual(["RestoreTags failed", "Notify done"]);
		expect(await on.tellBack()).toBe(3);
	});

	test("ECS Exec is told of", async () => {
		const taskArn = await on.ecs.run(await on.ecs.register("reached"));
		const body = { cluster: CLUSTER, task: taskArn, command: "/bin/sh", interactive: true };
		const answer = { taskArn, clusterArn: `${ARN}:cluster/${CLUSTER}` };
		expect(await on.outcomesOf("ExecuteCommand", body, answer)).toEqual(["Notify done"]);
		expect(await on.tellBack()).toBe(0);
	});
});
