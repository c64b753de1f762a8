/** The login to ECR's registries: whose role asks for it, for how long it is kept, and what happens when a registry takes it no more. */
import { request as forward } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Place } from "../../src/ecs/ecs-reader.ts";
import { EcrAccess } from "../../src/evidence/ecr-access.ts";
import { evidenceOf, type Server, serve } from "../evidence-ground.ts";
import { Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";

const REGION = "eu-west-1";
const [IMAGES, OTHER, SHOP, BANK] = ["111111111111", "222222222222", "333333333333", "444444444444"] as const;

let registry: OciRegistry;
/** ECR's API: another login each time. */
let api: Server;
/** ECR's registry: takes the newest login alone, or none. */
let front: Server;
let logins = 0;
let refusal = 401;
let takes = () => `Basic login-${logins}`;
beforeAll(async () => {
	registry = await startRegistry();
	await new Pusher(registry.url, "web").image({ tag: "1", config: { User: "1" } });
	await new Pusher(registry.url, "web").image({ tag: "2", config: { User: "2" } });
	api = await serve((request, response) => {
		request.resume();
		logins += 1;
		response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
		response.end(JSON.stringify({ authorizationData: [{ authorizationToken: `login-${logins}` }] }));
	});
	front = await serve((request, response) => {
		if (request.headers.authorization !== takes())
			return void response.writeHead(refusal, { "www-authenticate": 'Basic realm="ecr"' }).end();
		const headers = { accept: request.headers.accept };
		forward(registry.url + request.url, { headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 0, answer.headers);
			answer.pipe(response);
		}).end();
	});
}, 300_000);
afterAll(async () => {
	api.close();
	front.close();
	await registry.stop();
});
beforeEach(() => {
	logins = 0;
	refusal = 401;
	takes = () => `Basic login-${logins}`;
	front.heard.length = 0;
});

function asking() {
	const roles: string[] = [];
	const settings = async ({ account, region }: Place) => {
		roles.push(account);
		return { region, endpoint: api.url, credentials: { accessKeyId: "testing", secretAccessKey: "testing" } };
	};
	const ecr = new EcrAccess(settings, () => performance.now());
	const { ask } = evidenceOf({ registries: ["ecr"], login: ecr.login.bind(ecr), addressOf: () => new URL(front.url) });
	const image = (tag: string, account: string = IMAGES) => `${account}.dkr.ecr.${REGION}.amazonaws.com/web:${tag}`;
	const of = (reference: string, account: string = SHOP) => ask(reference, { place: { partition: "aws", account, region: REGION } });
	return { of, image, roles };
}

it.each([401, 403])("one that is refused with %i is asked for anew, once, and kept then", async (status) => {
	refusal = status;
	const { of, image } = asking();
	expect((await of(image("1"))).config).toMatchObject({ User: "1" });
	expect(logins).toBe(1);
	logins += 1;
	expect((await of(image("2"))).config).toMatchObject({ User: "2" });
	expect({ logins, asked: front.heard.map((line) => line.split(" ").slice(-2).join(" ")) }).toMatchObject({
		...{ logins: 3, asked: ["Basic login-1", "Basic login-1", "Basic login-1", "Basic login-3", "Basic login-3"] },
	});
});

it.each([
	[401, /answers 401$/],
	[403, /answers 403: the gate may not read that repository$/],
])("a registry that refuses the new one with %i too is not asked a third time", async (status, reason) => {
	[refusal, takes] = [status, () => "none"];
	const { of, image } = asking();
	expect((await of(image("1"))).config).toEqual({ $unknown: expect.stringMatching(reason) });
	expect({ logins, asked: front.heard.length }).toEqual({ logins: 2, asked: 2 });
});

it("whoever's request it is, the role of the registry's own account asks, and each registry is asked for itself", async () => {
	const { of, image, roles } = asking();
	takes = () => front.heard.at(-1)?.split(" ").slice(-2).join(" ") ?? "";
	await Promise.all([of(image("1"), SHOP), of(image("1"), BANK)]);
	await of(image("1"), BANK);
	expect(roles).toEqual([IMAGES]);
	expect(front.heard).toHaveLength(2);
	await of(image("1", OTHER), SHOP);
	expect(roles).toEqual([IMAGES, OTHER]);
	expect(front.heard).toHaveLength(4);
});
