/** Every call of AWS that the gate makes, told to whoever watches: the service, the operation, and what kind of fault ended it. */
import { type Fault, faultOf } from "./aws-error.ts";

/** Runs the call; `service` and `operation` as the SDK names them: `ECS`, `DescribeTasks`. */
export type CallObserver = <T>(service: string, operation: string, call: () => Promise<T>) => Promise<T>;

export interface CallWatch {
	failed(service: string, operation: string, fault: Fault): void;
	around<T>(name: string, call: () => Promise<T>): Promise<T>;
}

export function callObserver({ failed, around }: CallWatch): CallObserver {
	return (service, operation, call) =>
		around(`${service}.${operation}`, async () => {
			try {
				return await call();
			} catch (error) {
				failed(service, operation, faultOf(error));
				throw error;
			}
		});
}

interface Stack {
	add(middleware: unknown, options: { readonly step: "initialize"; readonly name: string }): void;
}

/** Before everything else, so that the tries of one call are one call. */
export function observed<Client extends { readonly middlewareStack: unknown }>(client: Client, observer: CallObserver | undefined): Client {
	if (observer === undefined) return client;
	(client.middlewareStack as Stack).add(
		<Output>(
			next: (args: unknown) => Promise<Output>,
			{ clientName = "", commandName = "" }: { clientName?: string; commandName?: string },
		) =>
			(args: unknown) =>
				observer(clientName.replace(/Client$/, ""), commandName.replace(/Command$/, ""), () => next(args)),
		{ step: "initialize", name: "observed" },
	);
	return client;
}
