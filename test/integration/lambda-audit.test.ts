/** The audit function as it is deployed: the built bundle, moto behind, and the audit's way of listing in front. */
import { RegisterTaskDefinitionCommand, type RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { AuditTold } from "../../src/lambda/audit-in-time.ts";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { auditEnvironment } from "../audited-account.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";
import { builtFunctions, type LambdaFunction, startFunction } from "../lambda-function.ts";
import { variedDefinition } from "../varied-definitions.ts";
import { ground } from "./ecs-ground.ts";
import { listAsEcs } from "./ecs-listings.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = "ap-south-2";
const DEFINITIONS = 20;
/** Services and tasks, each of a definition of its own. */
const RUNNING = 7;
const READS = /^(List|Describe|GetCallerIdentity$)/;

let stub: EcsStub;
let table: TestTable;
let audit: LambdaFunction;

async function fill(): Promise<void> {
	const cluster = await ground(inject("motoUrl"), "shop", REGION);
	for (let n = 0; n < DEFINITIONS; n += 1) {
		const input = { ...variedDefinition(n), family: `family-${n}` } as unknown as RegisterTaskDefinitionCommandInput;
		const { taskDefinition } = await cluster.client.send(new RegisterTaskDefinitionCommand(input));
		const arn = taskDefinition?.taskDefinitionArn ?? "";
		if (n < RUNNING) await (n % 2 === 0 ? cluster.service(`service-${n}`, arn) : cluster.run(arn, { startedBy: "cron" }));
	}
}

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	await fill();
	listAsEcs(stub);
	table = await openTestTable(inject("dynamoDbUrl"), { region: REGION });
	audit = await startFunction(`${await builtFunctions()}/audit`, {
		...auditEnvironment(stub.url, REGION, `dynamodb:${table.name}`),
		...{ AWS_ENDPOINT_URL_DYNAMODB: inject("dynamoDbUrl"), TASKGATE_ENFORCE: "on" },
	});
});

afterAll(async () => {
	await audit?.kill();
	await table?.drop();
	await stub?.close();
});

describe("an audit by the clock", () => {
	test("is cut off before Lambda does it, and the next attempt ends it: recorded, and nothing acted on", async () => {
		await expect(audit.invoke({}, 1_000)).rejects.toThrow(/needs more time/);
		const told = await audit.invoke<AuditTold>({}, 900_000);
		expect(told, audit.output()).toMatchObject({ undecided: 0, unread: 0 });
		expect(told.allowed + told.denied).toBeGreaterThan(2 * RUNNING);
		expect(told.denied).toBeGreaterThan(0);
		expect(stub.calls.map(({ operation }) => operation).filter((operation) => !READS.test(operation))).toEqual([]);

		const store = openDynamoDbStore({ table: table.name, client: table.client });
		const { decisions } = await store.decisions({ verdict: "denied" });
		await store.close();
		expect(decisions).toHaveLength(told.denied);
		expect(new Set(decisions.map(({ enforcementPoint, reach }) => `${enforcementPoint} ${reach}`))).toEqual(new Set(["audit-scan report"]));
	});

	test("of what has not changed records nothing new", async () => {
		const { missed, denied } = await audit.invoke<AuditTold>({}, 900_000);
		expect(missed).toBe(0);
		expect(denied).toBeGreaterThan(0);
	});
});
