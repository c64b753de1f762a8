import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeTasksCommand, ECSClient, TagResourceCommand } from "@aws-sdk/client-ecs";
import { expect, onTestFinished, test } from "vitest";
import { faultOf } from "./aws-error.ts";
import { refusingEmpty } from "./empty-answer.ts";

/** An ECS that answers these bodies one after the other, the last one for ever; tells how often it was asked. Odd answers do not say how long they are. */
async function answering(...bodies: readonly string[]) {
	let asked = 0;
	const server = createServer((request, response) => {
		request.resume();
		if (asked % 2 === 1) response.flushHeaders();
		response.end(bodies[Math.min(asked, bodies.length - 1)]);
		asked += 1;
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
	const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const ecs = refusingEmpty(new ECSClient({ endpoint, region: "eu-central-1", credentials }));
	onTestFinished(() => {
		ecs.destroy();
		server.closeAllConnections();
		server.close();
	});
	return { ecs, asked: () => asked };
}

const describe = new DescribeTasksCommand({ cluster: "main", tasks: ["a"] });

test("an empty answer says nothing of tasks: it is asked for again, and is worth asking for later", async () => {
	const { ecs, asked } = await answering("");
	const error = await ecs.send(describe).catch((thrown: unknown) => thrown);
	expect(String(error)).toBe("EmptyAnswer: DescribeTasks was answered with nothing");
	expect(faultOf(error)).toBe("transient");
	expect(asked()).toBe(3);
});

test("one empty answer among others is not noticed", async () => {
	const { ecs, asked } = await answering("", '{"tasks":[{"taskArn":"a"}],"failures":[]}');
	expect((await ecs.send(describe)).tasks).toEqual([{ taskArn: "a" }]);
	expect(asked()).toBe(2);
});

test("what has nothing to say may say nothing", async () => {
	const { ecs, asked } = await answering("");
	await ecs.send(new TagResourceCommand({ resourceArn: "a", tags: [] }));
	expect(asked()).toBe(1);
});
