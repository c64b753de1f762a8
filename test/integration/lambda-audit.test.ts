/** The audit function as it is deployed: the built bundle, moto behind, and the audit's way of listing in front. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { AuditTold } from "../../src/lambda/audit-in-time.ts";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { auditEnvironment, fillAccount } from "../audited-account.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";
import { builtFunctions, type LambdaFunction, startFunction } from "../lambda-function.ts";
import { listAsEcs } from "./ecs-listings.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = "ap-south-2";
const SIZE = { definitions: 20, services: 3, tasks: 4 };
const READS = /^(List|Describe|GetCallerIdentity$)/;

let stub: EcsStub;
let table: TestTable;
let audit: LambdaFunction;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	await fillAccount(inject("motoUrl"), REGION, SIZE);
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
		expect(told.allowed + told.denied).toBeGreaterThan(SIZE.services + SIZE.tasks);
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
