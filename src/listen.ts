import type { Server } from "node:http";

/** Resolves once the server listens; without a host on every interface. @throws the reason why the port cannot be had. */
export function listen(server: Server, port: number, host: string | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen({ port, host }, () => {
			server.off("error", reject);
			resolve();
		});
	});
}
