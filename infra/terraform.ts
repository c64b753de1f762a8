/**
 * Terraform modules around the plain templates, in Terraform's JSON syntax: they put template and code into a bucket and have CloudFormation
 * make the stack. What Terraform knows is that stack; its parts are CloudFormation's. Made of the template, so that neither lacks a parameter.
 */
import { PLAIN } from "./app.ts";

/** What a module needs of a template. */
interface Template {
	readonly Parameters: Readonly<Record<string, { readonly Type: string; readonly Default?: string; readonly Description: string }>>;
	readonly Outputs: Readonly<Record<string, { readonly Description: string }>>;
}

interface Module {
	readonly template: keyof typeof PLAIN;
	readonly stack: string;
	/** Archives in the code folder. */
	readonly functions: readonly string[];
}

/** A path in infra/terraform → what stands there. */
export const MODULES: Readonly<Record<string, Module>> = {
	"gate/main.tf.json": {
		template: "taskgate.template.json",
		stack: "Taskgate",
		functions: ["events", "schedule", "deployment-hook", "cloudformation-hook", "audit"],
	},
	"hub/main.tf.json": { template: "taskgate-hub.template.json", stack: "TaskgateHub", functions: ["events", "schedule"] },
};

const TYPES: Readonly<Record<string, string>> = { String: "string", Number: "number", CommaDelimitedList: "list(string)" };
/** Set by the module itself. */
const OF_CODE = { CodeBucket: at("var.bucket"), CodePrefix: at("local.prefix") };

/** The module as text; the same template makes the same bytes. */
export function terraformModule({ template, stack, functions }: Module): string {
	const { Parameters, Outputs }: Template = JSON.parse(PLAIN[template]());
	const asked = Object.entries(Parameters).filter(([name]) => !(name in OF_CODE));
	const resource = {
		aws_s3_object: {
			code: {
				for_each: at("local.archives"),
				bucket: at("var.bucket"),
				key: `${at("local.prefix")}${at("each.key")}.zip`,
				source: at("each.value"),
				source_hash: at("filesha256(each.value)"),
			},
			template: {
				bucket: at("var.bucket"),
				key: `${at("local.prefix")}${template}`,
				content: at("local.template"),
				content_type: "application/json",
			},
		},
		aws_cloudformation_stack: {
			this: {
				name: at("var.name"),
				template_url: `https://${at("data.aws_s3_bucket.code.bucket_regional_domain_name")}/${at("aws_s3_object.template.key")}`,
				capabilities: ["CAPABILITY_IAM"],
				parameters: { ...OF_CODE, ...Object.fromEntries(asked.map(([name, { Type }]) => [name, parameterOf(name, Type)])) },
				timeouts: { create: "60m", update: "60m", delete: "60m" },
				depends_on: ["aws_s3_object.code"],
			},
		},
	};
	const module = {
		"//": "Written by `npm run generate:template` of the template that it wraps.",
		terraform: { required_version: ">= 1.3", required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.0" } } },
		variable: {
			name: { type: "string", default: stack, description: "Name of the stack, with which the names of its parts begin." },
			bucket: { type: "string", description: "Bucket, in this Region, for the code archives and the template." },
			code: { type: "string", description: `Folder that holds ${functions.map((name) => `${name}.zip`).join(", ")} (docs/install.md).` },
			...Object.fromEntries(asked.map(([name, parameter]) => [snakeCase(name), variable(parameter)])),
		},
		locals: {
			template: at(`file("${at("path.module")}/../../template/${template}")`),
			archives: at(`{ for name in ${JSON.stringify(functions)} : name => "${at("var.code")}/${at("name")}.zip" }`),
			// A new place for new code: by that alone CloudFormation tells that there is some.
			prefix: `taskgate/${at(`substr(sha256(join("", concat([sha256(local.template)], [for name, file in local.archives : filesha256(file)]))), 0, 16)`)}/`,
		},
		data: { aws_s3_bucket: { code: { bucket: at("var.bucket") } } },
		resource,
		output: Object.fromEntries(
			Object.entries(Outputs).map(([name, { Description }]) => [
				snakeCase(name),
				{ description: Description, value: at(`aws_cloudformation_stack.this.outputs["${name}"]`) },
			]),
		),
	};
	return `${JSON.stringify(module, undefined, "\t")}\n`;
}

function variable({ Type, Default, Description }: Template["Parameters"][string]): object {
	const type = TYPES[Type];
	if (type === undefined) throw new Error(`a Terraform variable cannot be made of a parameter of type ${Type}: add it to TYPES`);
	const value = Default !== undefined && type === "number" ? Number(Default) : Default;
	return { type, ...(value !== undefined && { default: value }), description: Description };
}

/** CloudFormation takes text. */
function parameterOf(name: string, type: string): string {
	const variable = `var.${snakeCase(name)}`;
	if (type === "CommaDelimitedList") return at(`join(",", ${variable})`);
	return at(type === "Number" ? `tostring(${variable})` : variable);
}

/** An expression within Terraform's text. */
function at(expression: string): string {
	return `\${${expression}}`;
}

function snakeCase(name: string): string {
	return name
		.replace("CloudFormation", "Cloudformation")
		.replace(/(?<=[a-z0-9])[A-Z]/g, "_$&")
		.toLowerCase();
}
