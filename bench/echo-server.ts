/** The least that Express can do with a JSON body: parse it and send it back. Says its address on stdout. */
import type { AddressInfo } from "node:net";
import express from "express";

const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.post("/", express.json({ limit: "2mb" }), (req, res) => {
	res.json(req.body);
});
const server = app.listen(0, "127.0.0.1", () => {
	console.log(`http://localhost:${(server.address() as AddressInfo).port}`);
});
