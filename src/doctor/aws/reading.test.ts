import { ECSClient, ListClustersCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { allPages, onlyLooking, reading, readingIfThere } from "./reading.ts";

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test("a client lets out nothing but a look", async () => {
	const credentials = { accessKeyId: "x", secretAccessKey: "x" };
	const client = onlyLooking(new ECSClient({ region: "eu-central-1", credentials, endpoint: "http://127.0.0.1:1", maxAttempts: 1 }));
	await expect(client.send(new UpdateServiceCommand({ service: "web" }))).rejects.toThrow(/about to call UpdateServiceCommand/);
	await expect(client.send(new ListClustersCommand({}))).rejects.toThrow(/ECONNREFUSED/);
});
test("a refusal names the action, as AWS does where it does", async () => {
	const refused = (message: string) => reading("ecs:ListClusters", () => Promise.reject(named("AccessDeniedException", message)));
	await expect(refused("no")).rejects.toMatchObject({ name: "Unread", action: "ecs:ListClusters" });
	await expect(refused("User: x is not authorized to perform: kms:Decrypt on resource: y")).rejects.toMatchObject({
		action: "kms:Decrypt",
	});
});
test("another fault names none, and what the SDK adds is left out", async () => {
	const message = "Unexpected token\n  Deserialization error: to see the raw response, inspect the hidden field";
	const failed = reading("ecs:ListClusters", () => Promise.reject(named("SyntaxError", message)));
	await expect(failed).rejects.toMatchObject({
		action: undefined,
		message: "ecs:ListClusters failed: SyntaxError: Unexpected token (that is no answer of AWS's)",
	});
});
test("what is not there is undefined, by AWS's own word alone", async () => {
	const gone = (name: string) => readingIfThere("x:GetY", ["NotFound"], () => Promise.reject(named(name, "no")));
	expect(await gone("NotFound")).toBeUndefined();
	await expect(gone("Throttling")).rejects.toThrow("x:GetY failed");
});
test("pages to the end, and never in a circle", async () => {
	const pages = [
		{ items: [1, 2], next: "a" },
		{ items: undefined, next: "b" },
		{ items: [3], next: undefined },
	];
	expect(await allPages(async (token) => pages[["", "a", "b"].indexOf(token ?? "")]!)).toEqual([1, 2, 3]);
	await expect(allPages(async () => ({ items: [1], next: "a" }))).rejects.toThrow(/again and again/);
});
