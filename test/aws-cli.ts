/** The AWS CLI against moto. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export const AWS_ENV = {
	AWS_ACCESS_KEY_ID: "testing",
	AWS_SECRET_ACCESS_KEY: "testing",
	AWS_REGION: "us-east-1",
	AWS_DEFAULT_REGION: "us-east-1",
	AWS_PAGER: "",
};

export type AwsCli = <T = unknown>(...args: readonly string[]) => Promise<T>;

/** `path` is the CLI's own; every call goes to `endpoint`. `credentials`: of another than the account that all tests share. */
export function awsCli(path: string, endpoint: string, credentials: Readonly<Record<string, string>> = {}): AwsCli {
	const env = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", AWS_ENDPOINT_URL: endpoint, ...AWS_ENV, ...credentials };
	return async (...args) => {
		const { stdout } = await run(path, [...args, "--output", "json"], { env, maxBuffer: 16 * 1024 * 1024 });
		return JSON.parse(stdout === "" ? "{}" : stdout);
	};
}
