import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../listen.ts";
import type { DecisionQuery } from "../store/store.ts";
import type { World } from "../world.ts";
import { recordRoutes } from "./records.ts";

test("a list never has the store walk through everything, whatever is asked for", async () => {
	const queries: DecisionQuery[] = [];
	const store = {
		decisions: async (query: DecisionQuery) => {
			queries.push(query);
			return { decisions: [], next: null };
		},
	};
	const server = createServer(express().use(recordRoutes({ store } as unknown as World)));
	await listen(server, 0, "127.0.0.1");
	onTestFinished(() => void server.close());
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	await fetch(`${url}/v1/decisions?account=111122223333&verdict=denied`);
	expect(queries).toEqual([{ account: "111122223333", verdict: "denied", lookAt: 20_000 }]);
});
