/** What whoever installs decides, the same with CDK and with plain CloudFormation. */
import { Aws, CfnCondition, CfnParameter, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type BundleParameters, declareBundle } from "./bundle.ts";
import { declareRegisterPatched, registersPatched } from "./register-patched.ts";
import { declareRegistries, hasRegistries } from "./registries.ts";
import { declareTrustPolicy, type TrustParameters } from "./trust-policy.ts";

/** Who is told of alarms. */
export interface TopicParameters {
	readonly alarmTopicArn: CfnParameter;
	readonly hasAlarmTopic: CfnCondition;
}

export interface Parameters extends TopicParameters {
	readonly enforce: CfnParameter;
	readonly enforceOn: CfnCondition;
	readonly profile: CfnParameter;
	readonly constraints: CfnParameter;
	readonly hasConstraints: CfnCondition;
	readonly retentionDays: CfnParameter;
	readonly deletionProtected: CfnCondition;
	readonly keyArn: CfnParameter;
	readonly hasKey: CfnCondition;
	readonly rolesToPass: CfnParameter;
	readonly registries: CfnParameter;
	readonly trust: TrustParameters;
	readonly runtimeResponse: CfnParameter;
	readonly registerPatched: CfnParameter;
	readonly bundle: BundleParameters;
}

/** Of a gate that looks after its own account and Region. */
export interface GateParameters extends Parameters {
	readonly cloudformationHookOn: CfnCondition;
	readonly auditSchedule: CfnParameter;
	readonly auditOn: CfnCondition;
	readonly hasRegistries: CfnCondition;
	readonly registersPatched: CfnCondition;
}

/** The days that CloudWatch Logs knows; the store keeps decisions for as long. */
const RETENTION_DAYS = ["30", "60", "90", "180", "365", "400", "545", "731", "1096", "1827", "2192", "2557", "2922", "3288", "3653"];

/** Declared in the stack itself, so that their names are short and stay. */
export function declareParameters(stack: Construct): Parameters {
	const enforce = new CfnParameter(stack, "Enforce", {
		allowedValues: ["off", "on"],
		default: "off",
		description: "off: decide and record; the permissions to act do not exist. on: deregister, stop and roll back what is denied.",
	});
	const profile = new CfnParameter(stack, "Profile", {
		allowedValues: ["baseline", "restricted"],
		default: "baseline",
		description: "The built-in constraints to judge by, unless Constraints is set.",
	});
	const constraints = new CfnParameter(stack, "Constraints", {
		default: "",
		allowedPattern: "^([A-Za-z0-9._-]+\\.ya?ml)?$",
		description: "File of Constraints and Exemptions packed beside index.mjs in every code archive; empty: the profile.",
	});
	const retentionDays = declareRetention(stack);
	const deletionProtection = new CfnParameter(stack, "DeletionProtection", {
		allowedValues: ["off", "on"],
		default: "on",
		description: "on: the table of decisions cannot be deleted, and so neither can the stack. off: before uninstalling.",
	});
	const keyArn = new CfnParameter(stack, "KmsKeyArn", {
		default: "",
		allowedPattern: "^(arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+)?$",
		description: "Customer managed key for everything kept (its policy: docs/install.md); empty: keys that AWS manages.",
	});
	const topic = declareTopic(stack);
	const rolesToPass = declareRolesToPass(stack);
	const hasKey = isGiven(stack, "HasKey", keyArn);
	const enforceOn = new CfnCondition(stack, "EnforceOn", { expression: Fn.conditionEquals(enforce, "on") });
	const registerPatched = declareRegisterPatched(stack);
	return {
		...{ enforce, profile, constraints, retentionDays, keyArn, hasKey, ...topic, rolesToPass },
		bundle: declareBundle(stack, hasKey),
		registries: declareRegistries(stack),
		trust: declareTrustPolicy(stack, {
			allowedPattern: "^([A-Za-z0-9._-]+\\.ya?ml)?$",
			description: "File of an ImageTrust packed beside index.mjs in every code archive; empty: nobody's signature counts.",
		}),
		runtimeResponse: declareRuntimeResponse(stack),
		...{ enforceOn, registerPatched },
		deletionProtected: new CfnCondition(stack, "DeletionProtected", { expression: Fn.conditionEquals(deletionProtection, "on") }),
		hasConstraints: isGiven(stack, "HasConstraints", constraints),
	};
}

export function declareRetention(stack: Construct): CfnParameter {
	return new CfnParameter(stack, "RetentionDays", {
		type: "Number",
		allowedValues: RETENTION_DAYS,
		default: "365",
		description: "Days for which decisions, logs and replaced files are kept.",
	});
}

export function declareTopic(stack: Construct): TopicParameters {
	const alarmTopicArn = new CfnParameter(stack, "AlarmTopicArn", {
		default: "",
		allowedPattern: "^(arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]+)?$",
		description: "SNS topic that alarms are sent to; empty: they are seen in CloudWatch alone.",
	});
	return { alarmTopicArn, hasAlarmTopic: isGiven(stack, "HasAlarmTopic", alarmTopicArn) };
}

/** Of whoever acts: a gate in its own account, a member where the hub does. */
export function declareRolesToPass(stack: Construct): CfnParameter {
	return new CfnParameter(stack, "RolesToPass", {
		default: "*",
		allowedPattern: "^[A-Za-z0-9+=,.@_/*-]+$",
		description: "Names (with path, * allowed) of the roles that services may be restored or moved with; used while Enforce is on.",
	});
}

/** All that Taskgate knows: src/admission/respond.ts. */
const RESPONSES = ["flag", "stop", "rollback", "scaleToZero", "quarantine"];

function declareRuntimeResponse(stack: Construct): CfnParameter {
	return new CfnParameter(stack, "RuntimeResponse", {
		allowedValues: RESPONSES,
		default: "flag",
		description: "How far a policy may go about a runtime alert, while Enforce is on; flag: it is told, and nothing is done.",
	});
}

/** Declared in the stack itself, as those that every gate has. */
export function declareGateParameters(stack: Construct): GateParameters {
	const parameters = declareParameters(stack);
	const { registerPatched, enforceOn } = parameters;
	const hook = new CfnParameter(stack, "CloudFormationHook", {
		allowedValues: ["off", "on"],
		default: "off",
		description: "on: CloudFormation and Cloud Control ask before they make or change an ECS resource here.",
	});
	const auditSchedule = new CfnParameter(stack, "AuditSchedule", {
		default: "rate(1 day)",
		allowedPattern: "^(off|rate\\(\\d+ (hours?|days?)\\)|cron\\([A-Z0-9 ,*?/#-]+\\))$",
		description: "When everything that exists is audited: rate(1 day), cron(0 3 * * ? *) and so on, in UTC, or off.",
	});
	return {
		...parameters,
		auditSchedule,
		hasRegistries: hasRegistries(stack, parameters.registries),
		registersPatched: new CfnCondition(stack, "RegistersPatched", { expression: registersPatched(registerPatched, enforceOn) }),
		auditOn: new CfnCondition(stack, "AuditOn", { expression: Fn.conditionNot(Fn.conditionEquals(auditSchedule, "off")) }),
		cloudformationHookOn: new CfnCondition(stack, "CloudFormationHookOn", { expression: Fn.conditionEquals(hook, "on") }),
	};
}

export function isGiven(stack: Construct, name: string, parameter: CfnParameter): CfnCondition {
	return new CfnCondition(stack, name, { expression: Fn.conditionNot(Fn.conditionEquals(parameter, "")) });
}

/** `value` where the condition holds; the property is not there where it does not. */
export function onlyIf(condition: CfnCondition, value: unknown): ReturnType<typeof Fn.conditionIf> {
	return Fn.conditionIf(condition.logicalId, value, Aws.NO_VALUE);
}

export function onlyWhile(condition: CfnCondition, value: unknown, otherwise: unknown): ReturnType<typeof Fn.conditionIf> {
	return Fn.conditionIf(condition.logicalId, value, otherwise);
}
