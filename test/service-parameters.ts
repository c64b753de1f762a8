/** What an operator could give the webhook service: every parameter that has no default. */
export const SERVICE_PARAMETERS = {
	VpcId: "vpc-0a1b2c3d4e5f60718",
	BalancerSubnets: "subnet-0a1b2c3d4e5f60711,subnet-0a1b2c3d4e5f60712",
	TaskSubnets: "subnet-0a1b2c3d4e5f60713,subnet-0a1b2c3d4e5f60714",
	ClientCidr: "10.0.0.0/8",
	CertificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000001",
	Image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/tools/taskgate@sha256:${"5e".repeat(32)}`,
	KeySecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:taskgate/key-AbCdEf",
	OidcIssuer: "https://login.example.com/realms/staff",
	OidcAuthorizationEndpoint: "https://login.example.com/realms/staff/auth",
	OidcTokenEndpoint: "https://login.example.com/realms/staff/token",
	OidcUserInfoEndpoint: "https://login.example.com/realms/staff/userinfo",
	OidcClientId: "taskgate-console",
	OidcSecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:taskgate/oidc-AbCdEf",
	KmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000002",
	TableName: "Taskgate-Table-1AB2C3D4E5F6",
} as const;
