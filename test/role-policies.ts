/** The inline policies of a template's roles as IAM gets them: with every option on, and names as long as they get. */
import { ofType, type Template } from "./template.ts";

export interface Place {
	readonly partition: string;
	readonly region: string;
	readonly stack: string;
	/** Of parameters; lists as lists. */
	readonly given: Readonly<Record<string, string | readonly string[]>>;
}

export interface RolePolicies {
	readonly role: string;
	readonly documents: readonly unknown[];
	readonly trust: unknown;
}

const ACCOUNT = "111122223333";
const SUFFIX = "1ABCDEFGHIJKL";

/** One entry for each role, whatever conditions its policies are under. */
export function rolePolicies(template: Template, place: Place): readonly RolePolicies[] {
	const policies = ofType(template, "AWS::IAM::Policy");
	return ofType(template, "AWS::IAM::Role").map(({ id, Properties }) => {
		if (Properties.Policies !== undefined || Properties.ManagedPolicyArns !== undefined)
			throw new Error(`${id} has policies of another kind`);
		const of = policies.filter(({ Properties: { Roles } }) => (Roles as { Ref: string }[]).some(({ Ref }) => Ref === id));
		const made = (value: unknown) => resolve(value, template, place);
		return {
			role: id,
			documents: of.map((policy) => made(policy.Properties.PolicyDocument)),
			trust: made(Properties.AssumeRolePolicyDocument),
		};
	});
}

/** In characters, as IAM counts them: without white space between them. */
export function sizeOf(documents: readonly unknown[]): number {
	return documents.reduce<number>((sum, document) => sum + JSON.stringify(document).length, 0);
}

/** As much of CloudFormation as our policies need. @throws for what it does not know. */
function resolve(value: unknown, template: Template, place: Place): unknown {
	const made = (inner: unknown) => resolve(inner, template, place);
	if (Array.isArray(value)) return value.map(made);
	if (typeof value !== "object" || value === null) return value;
	const [[name, inner] = ["", undefined], ...others] = Object.entries(value);
	if (others.length > 0 || !/^(Ref|Fn::\w+)$/.test(name)) {
		return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, made(member)]));
	}
	if (name === "Ref") return reference(String(inner), template, place);
	if (name === "Fn::GetAtt") return arnOf(String((inner as string[])[0]), template, place);
	if (name === "Fn::If") return made((inner as unknown[])[1]);
	if (name === "Fn::Join") {
		const [separator, parts] = inner as [string, unknown];
		return (made(parts) as readonly string[]).join(separator);
	}
	if (name === "Fn::Split") {
		const [separator, text] = inner as [string, unknown];
		return String(made(text)).split(separator);
	}
	if (name === "Fn::Select") {
		const [index, list] = inner as [number, unknown];
		return (made(list) as readonly unknown[])[index];
	}
	throw new Error(`${name} is not known here`);
}

function reference(
	name: string,
	{ Parameters, Resources }: Template,
	{ partition, region, stack, given }: Place,
): string | readonly string[] {
	const pseudo: Readonly<Record<string, string>> = {
		...{ "AWS::Partition": partition, "AWS::Region": region, "AWS::AccountId": ACCOUNT, "AWS::StackName": stack },
		"AWS::URLSuffix": "amazonaws.com",
	};
	const known = pseudo[name] ?? given[name] ?? Parameters[name]?.Default;
	if (known !== undefined) return known;
	if (Resources[name] === undefined) throw new Error(`nothing is given for ${name}`);
	return physical(stack, name);
}

/** As CloudFormation names what is not named. */
function physical(stack: string, id: string): string {
	return `${stack}-${id}-${SUFFIX}`.slice(-64);
}

function arnOf(id: string, { Resources }: Template, { partition, region, stack }: Place): string {
	const { Type = "" } = Resources[id] ?? {};
	const name = physical(stack, id);
	const kinds: Readonly<Record<string, string>> = {
		"AWS::DynamoDB::Table": `dynamodb:${region}:${ACCOUNT}:table/${name}`,
		"AWS::SQS::Queue": `sqs:${region}:${ACCOUNT}:${name}`,
		"AWS::Logs::LogGroup": `logs:${region}:${ACCOUNT}:log-group:${name}:*`,
		"AWS::Events::EventBus": `events:${region}:${ACCOUNT}:event-bus/${name}`,
		"AWS::Lambda::Function": `lambda:${region}:${ACCOUNT}:function:${name}`,
		"AWS::S3::Bucket": `s3:::${name.toLowerCase().slice(-63)}`,
		"AWS::IAM::Role": `iam::${ACCOUNT}:role/${name}`,
	};
	const rest = kinds[Type];
	if (rest === undefined) throw new Error(`no ARN is known for a ${Type}`);
	return `arn:${partition}:${rest}`;
}
