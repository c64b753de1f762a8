/** The load balancer: people are asked who they are, machines for their key, and neither comes by the other's way. */
import { Fn, type Stack, Validations } from "aws-cdk-lib";
import { CfnSecurityGroup, CfnSecurityGroupIngress } from "aws-cdk-lib/aws-ec2";
import { CfnListener, CfnListenerRule, CfnLoadBalancer, CfnTargetGroup } from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { onlyIf } from "../parameters.ts";
import type { ServiceParameters } from "./parameters.ts";

export const PORT = 8080;
const HTTPS = 443;
/** As long as the console's own login. */
const SESSION_S = 12 * 60 * 60;
/** Of machines; everything else is for people. */
const OF_MACHINES = { field: "path-pattern", pathPatternConfig: { values: ["/v1/*"] } };
const WITH_KEY = { field: "http-header", httpHeaderConfig: { httpHeaderName: "x-taskgate-key", values: ["*"] } };
const NO_KEY = JSON.stringify({
	type: "about:blank",
	title: "Key required",
	status: 401,
	detail: "send the key in the header x-taskgate-key",
});

export interface Balancer {
	readonly loadBalancer: CfnLoadBalancer;
	readonly targets: CfnTargetGroup;
	/** Of the tasks, which the load balancer alone connects to. */
	readonly tasksGroup: CfnSecurityGroup;
	/** Before it the tasks belong to no load balancer, and ECS makes no service with them. */
	readonly listener: CfnListener;
}

export function balancer(stack: Stack, parameters: ServiceParameters): Balancer {
	const { of } = parameters;
	const { balancerGroup, tasksGroup } = securityGroups(stack, parameters);
	const loadBalancer = new CfnLoadBalancer(stack, "Balancer", {
		...{ type: "application", scheme: of.Scheme.valueAsString, ipAddressType: "ipv4" },
		...{ subnets: of.BalancerSubnets.valueAsList, securityGroups: [balancerGroup.attrGroupId] },
	});
	// Rendered here, because a member of a list that may be absent is no property of CDK's type.
	loadBalancer.addPropertyOverride("LoadBalancerAttributes", attributes(parameters));
	Validations.of(loadBalancer).acknowledge({
		id: "AwsSolutions-ELB2",
		reason: "Access logs go to a bucket of yours where AccessLogsBucket names one: its policy and how long they stay are not this stack's.",
	});
	const targets = new CfnTargetGroup(stack, "Targets", {
		...{ targetType: "ip", protocol: "HTTP", protocolVersion: "HTTP1", port: PORT, vpcId: of.VpcId.valueAsString },
		...{ healthCheckPath: "/healthz", healthCheckIntervalSeconds: 15, healthCheckTimeoutSeconds: 5, matcher: { httpCode: "200" } },
		targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "35" }],
	});
	return { loadBalancer, targets, tasksGroup, listener: listener(stack, parameters, loadBalancer, targets) };
}

function attributes({ of, hasAccessLogs, deletionProtected }: ServiceParameters): readonly unknown[] {
	const attribute = (Key: string, Value: unknown) => ({ Key, Value });
	return [
		attribute("deletion_protection.enabled", Fn.conditionIf(deletionProtected.logicalId, "true", "false")),
		attribute("routing.http.drop_invalid_header_fields.enabled", "true"),
		attribute("routing.http.desync_mitigation_mode", "strictest"),
		attribute("access_logs.s3.enabled", Fn.conditionIf(hasAccessLogs.logicalId, "true", "false")),
		onlyIf(hasAccessLogs, attribute("access_logs.s3.bucket", of.AccessLogsBucket.valueAsString)),
	];
}

function securityGroups(stack: Stack, { of }: ServiceParameters) {
	const vpcId = of.VpcId.valueAsString;
	const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
	const tasksGroup = new CfnSecurityGroup(stack, "TasksGroup", {
		...{ vpcId, groupDescription: "Taskgate: the tasks of the service" },
		securityGroupEgress: [{ ...tcp(HTTPS), cidrIp: "0.0.0.0/0", description: "AWS's APIs, and the load balancer's keys" }],
	});
	const balancerGroup = new CfnSecurityGroup(stack, "BalancerGroup", {
		...{ vpcId, groupDescription: "Taskgate: the load balancer of the service" },
		securityGroupIngress: [{ ...tcp(HTTPS), cidrIp: of.ClientCidr.valueAsString, description: "People and machines" }],
		securityGroupEgress: [
			{ ...tcp(PORT), destinationSecurityGroupId: tasksGroup.attrGroupId, description: "The tasks" },
			{ ...tcp(HTTPS), cidrIp: "0.0.0.0/0", description: "The identity provider's token and user info endpoints" },
		],
	});
	Validations.of(balancerGroup).acknowledge({
		id: "AwsSolutions-EC23",
		reason: "Who may connect is ClientCidr, which the rule cannot read; it has no default, so that nobody opens it without saying so.",
	});
	// By itself, because the two groups name each other.
	new CfnSecurityGroupIngress(stack, "FromBalancer", {
		...{
			...tcp(PORT),
			groupId: tasksGroup.attrGroupId,
			sourceSecurityGroupId: balancerGroup.attrGroupId,
			description: "The load balancer",
		},
	});
	return { balancerGroup, tasksGroup };
}

function listener(stack: Stack, { of }: ServiceParameters, loadBalancer: CfnLoadBalancer, targets: CfnTargetGroup): CfnListener {
	const toTasks = { type: "forward", targetGroupArn: targets.ref };
	const https = new CfnListener(stack, "Https", {
		...{ loadBalancerArn: loadBalancer.ref, port: HTTPS, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" },
		certificates: [{ certificateArn: of.CertificateArn.valueAsString }],
		listenerAttributes: [{ key: "routing.http.response.strict_transport_security.header_value", value: "max-age=31536000" }],
		defaultActions: [
			{
				...{ type: "authenticate-oidc", order: 1 },
				authenticateOidcConfig: {
					...{
						issuer: of.OidcIssuer.valueAsString,
						clientId: of.OidcClientId.valueAsString,
						clientSecret: clientSecret(of.OidcSecretArn.valueAsString),
					},
					authorizationEndpoint: of.OidcAuthorizationEndpoint.valueAsString,
					...{ tokenEndpoint: of.OidcTokenEndpoint.valueAsString, userInfoEndpoint: of.OidcUserInfoEndpoint.valueAsString },
					...{ scope: "openid email", sessionTimeout: String(SESSION_S), onUnauthenticatedRequest: "authenticate" },
				},
			},
			{ ...toTasks, order: 2 },
		],
	});
	new CfnListenerRule(stack, "Machines", { listenerArn: https.ref, priority: 1, conditions: [OF_MACHINES, WITH_KEY], actions: [toTasks] });
	new CfnListenerRule(stack, "Keyless", {
		...{ listenerArn: https.ref, priority: 2, conditions: [OF_MACHINES] },
		actions: [{ type: "fixed-response", fixedResponseConfig: { statusCode: "401", contentType: "application/json", messageBody: NO_KEY } }],
	});
	return https;
}

/** CloudFormation puts it in when it makes the listener; neither template nor parameters hold it. */
function clientSecret(secretArn: string): string {
	return Fn.join("", ["{{resolve:secretsmanager:", secretArn, ":SecretString:::}}"]);
}
