/** What `check` is told of deploy-time values: `--parameter`, `--parameters`, `--parameter-defaults`. */
import { readFile } from "node:fs/promises";
import type { Json } from "../admission/request.ts";
import { isArray, isObject } from "../ecs/api-shape.ts";
import { readManifest } from "../manifest.ts";
import type { TemplateValues } from "../templates/template-reading.ts";
import { UsageError } from "./usage-error.ts";

interface Options {
	readonly parameter?: readonly string[];
	readonly parameters?: string;
	readonly parameterDefaults?: true;
	/** What `AWS::AccountId` and `AWS::Region` stand for. */
	readonly account?: string;
	readonly region?: string;
}

/** What stands on the command line goes before the file. @throws {UsageError} for what is not KEY=VALUE, and for a file that cannot be read. */
export async function templateValues({ parameter = [], parameters, parameterDefaults, account, region }: Options): Promise<TemplateValues> {
	const given = parameter.map((text): [string, string] => {
		const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
		if (key === undefined || value === undefined) throw new UsageError(`--parameter ${text}: must be KEY=VALUE`);
		return [key, value];
	});
	const fromFile = parameters === undefined ? [] : await parametersIn(parameters);
	const place: readonly [string, string][] = [
		...(account === undefined ? [] : [["AWS::AccountId", account] as [string, string]]),
		...(region === undefined ? [] : [["AWS::Region", region] as [string, string]]),
	];
	return { parameters: new Map([...place, ...fromFile, ...given]), defaults: parameterDefaults ?? false };
}

async function parametersIn(path: string): Promise<readonly (readonly [string, string])[]> {
	try {
		const [document] = readManifest(await readFile(path));
		const found = entriesIn(document?.value ?? null);
		if (found !== undefined) return found;
	} catch (error) {
		throw new UsageError(`--parameters ${path}: ${(error as Error).message}`, { cause: error });
	}
	throw new UsageError(`--parameters ${path}: must be a list of {"ParameterKey", "ParameterValue"}, a map, or {"Parameters": {…}}`);
}

/** As `aws cloudformation create-stack --parameters` takes them, as CodePipeline's template configuration, or a plain map. */
function entriesIn(value: Json): readonly (readonly [string, string])[] | undefined {
	if (isObject(value)) {
		const map = isObject(value.Parameters) ? value.Parameters : value;
		const entries = Object.entries(map);
		return entries.every(([, each]) => isScalar(each)) ? entries.map(([key, each]) => [key, String(each)]) : undefined;
	}
	if (!isArray(value)) return undefined;
	const entries = value.map((each) => {
		if (typeof each === "string") return /^([^=]+)=(.*)$/s.exec(each)?.slice(1, 3);
		if (!isObject(each) || typeof each.ParameterKey !== "string") return undefined;
		const { ParameterKey: key, ParameterValue: value } = each;
		// `UsePreviousValue`: nobody here knows it.
		if (value === undefined) return [key];
		return isScalar(value) ? [key, String(value)] : undefined;
	});
	if (entries.some((entry) => entry === undefined)) return undefined;
	return entries.filter((entry): entry is [string, string] => entry?.length === 2);
}

function isScalar(value: Json): boolean {
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
