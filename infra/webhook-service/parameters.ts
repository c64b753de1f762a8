/** What whoever installs the service decides. Declared in the stack itself, as the gate's. */
import { CfnCondition, CfnParameter, type CfnParameterProps, CfnRule, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type BundleParameters, declareBundle } from "../bundle.ts";
import { declareRetention, declareTopic, isGiven, type TopicParameters } from "../parameters.ts";
import { declareRegistries, hasRegistries } from "../registries.ts";
import { declareTrustPolicy, type TrustParameters } from "../trust-policy.ts";

type Declared = Readonly<Record<string, CfnParameterProps>>;

const NETWORK = {
	VpcId: { type: "AWS::EC2::VPC::Id", description: "VPC of load balancer and tasks." },
	BalancerSubnets: {
		type: "List<AWS::EC2::Subnet::Id>",
		description: "Subnets of the load balancer, in two zones or more: public ones if Scheme is internet-facing.",
	},
	TaskSubnets: {
		type: "List<AWS::EC2::Subnet::Id>",
		description:
			"Private subnets of the tasks, with a way out (NAT): to ECS, DynamoDB, ECR, CloudWatch Logs, Secrets Manager and the load balancer's keys.",
	},
	Scheme: {
		allowedValues: ["internal", "internet-facing"],
		default: "internal",
		description: "Where the load balancer can be reached from.",
	},
	ClientCidr: {
		allowedPattern: "^(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}$",
		description: "IPv4 addresses that may connect to the load balancer, such as 10.0.0.0/8.",
	},
	CertificateArn: {
		allowedPattern: "^arn:aws:acm:[a-z0-9-]+:\\d{12}:certificate/[a-f0-9-]+$",
		description: "Certificate (ACM) of the name by which the load balancer is reached.",
	},
	AccessLogsBucket: {
		default: "",
		allowedPattern: "^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
		description: "Bucket whose policy lets the load balancer write access logs; empty: none are kept.",
	},
} satisfies Declared;

const RUN = {
	Image: {
		allowedPattern: "^\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$",
		description: "Image in ECR by its digest: ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@sha256:DIGEST.",
	},
	Architecture: { allowedValues: ["ARM64", "X86_64"], default: "ARM64", description: "Processor that the image was built for." },
	Tasks: { type: "Number", default: "2", minValue: 2, maxValue: 20, description: "How many run." },
	KeySecretArn: {
		allowedPattern: "^arn:aws:secretsmanager:[a-z0-9-]+:\\d{12}:secret:.+$",
		description: "Secret whose text is the key that machines send in x-taskgate-key: 16 characters or more.",
	},
} satisfies Declared;

const PEOPLE = {
	OidcIssuer: { ...https(), description: "Issuer, to the letter as the identity provider calls itself." },
	OidcAuthorizationEndpoint: { ...https(), description: "Its authorization endpoint." },
	OidcTokenEndpoint: { ...https(), description: "Its token endpoint; the load balancer must reach it." },
	OidcUserInfoEndpoint: { ...https(), description: "Its user info endpoint; the load balancer must reach it." },
	OidcClientId: { allowedPattern: "^\\S+$", description: "Client that the load balancer is there." },
	OidcSecretArn: {
		allowedPattern: "^arn:aws:secretsmanager:[a-z0-9-]+:\\d{12}:secret:.+$",
		description: "Secret whose text is that client's secret.",
	},
} satisfies Declared;

const GATE = {
	TableName: { allowedPattern: "^[A-Za-z0-9_.-]{3,255}$", description: "The gate's table: its output Store without dynamodb:." },
	Enforce: {
		allowedValues: ["off", "on"],
		default: "off",
		description: "As the gate's own: what is told and answered. The service itself never acts.",
	},
	Profile: { allowedValues: ["baseline", "restricted"], default: "baseline", description: "As the gate's own, unless Constraints is set." },
	Constraints: {
		default: "",
		allowedPattern: "^(/[A-Za-z0-9._/-]+\\.ya?ml)?$",
		description: "File of Constraints and Exemptions in the image, the same as the gate's; empty: the profile.",
	},
	FilesBucket: {
		default: "",
		allowedPattern: "^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
		description: "The gate's output FilesBucket, where it judges by a bundle.",
	},
	AskGate: {
		default: "",
		allowedPattern: "^([A-Za-z][A-Za-z0-9-]{0,127})?$",
		description: "Name of the gate's stack, whose hook is asked before the service deploys; empty: nobody is asked.",
	},
	KmsKeyArn: {
		allowedPattern: "^arn:aws:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+$",
		description: "Customer managed key for log, storage and secrets, the gate's own if it has one; its policy: docs/webhook-service.md.",
	},
	DeletionProtection: {
		allowedValues: ["off", "on"],
		default: "on",
		description: "on: the load balancer, and so the stack, cannot be deleted.",
	},
} satisfies Declared;

const ALL = { ...NETWORK, ...RUN, ...PEOPLE, ...GATE };
type Name = keyof typeof ALL;

export interface ServiceParameters extends TopicParameters {
	readonly of: Readonly<Record<Name, CfnParameter>>;
	readonly retentionDays: CfnParameter;
	readonly keyArn: CfnParameter;
	readonly hasConstraints: CfnCondition;
	readonly hasAccessLogs: CfnCondition;
	readonly asksGate: CfnCondition;
	readonly deletionProtected: CfnCondition;
	readonly bundle: BundleParameters;
	readonly registries: CfnParameter;
	readonly trust: TrustParameters;
	readonly hasRegistries: CfnCondition;
}

function https() {
	return { allowedPattern: "^https://[^\\s?#]+$" };
}

export function declareServiceParameters(stack: Construct): ServiceParameters {
	const of = Object.fromEntries(Object.entries(ALL).map(([name, props]) => [name, new CfnParameter(stack, name, props)])) as Record<
		Name,
		CfnParameter
	>;
	const retentionDays = declareRetention(stack);
	const topic = declareTopic(stack);
	const bundle = declareBundle(stack);
	const registries = declareRegistries(stack);
	const trust = declareTrustPolicy(stack, {
		allowedPattern: "^(/[A-Za-z0-9._/-]+\\.ya?ml)?$",
		description: "File of an ImageTrust in the image, the same as the gate's; empty: nobody's signature counts.",
	});
	new CfnRule(stack, "BundlesLieInABucket", {
		ruleCondition: Fn.conditionNot(Fn.conditionEquals(bundle.object, "")),
		assertions: [
			{
				assert: Fn.conditionNot(Fn.conditionEquals(of.FilesBucket, "")),
				assertDescription: "FilesBucket is where the bundle lies: set it.",
			},
		],
	});
	return {
		...{ of, retentionDays, keyArn: of.KmsKeyArn, ...topic, bundle, registries, trust },
		hasRegistries: hasRegistries(stack, registries),
		hasConstraints: isGiven(stack, "HasConstraints", of.Constraints),
		hasAccessLogs: isGiven(stack, "HasAccessLogs", of.AccessLogsBucket),
		asksGate: isGiven(stack, "AsksGate", of.AskGate),
		deletionProtected: new CfnCondition(stack, "DeletionProtected", { expression: Fn.conditionEquals(of.DeletionProtection, "on") }),
	};
}
