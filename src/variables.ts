/** Everything Taskgate reads of the environment, as data: config.ts reads it, `serve --help` prints it. */
import { z } from "zod";
import { RESPONSES } from "./admission/respond.ts";
import { bundleAddress } from "./bundle-sources/address.ts";
import { ALGORITHMS } from "./rego/verifying-key.ts";
import { actionLimit, duration, hasNoLogin, loadBalancer, offOrOn, port, registries, UNITS, webAddress } from "./variable-forms.ts";

interface Variable {
	readonly schema: z.ZodType;
	readonly about: string;
}

export const VARIABLES = {
	TASKGATE_PORT: { schema: port.default(8080), about: "port of webhook, console and metrics (8080)" },
	TASKGATE_STORE: {
		schema: z
			.string()
			.regex(/^(sqlite:.+|dynamodb:(arn:[\w-]+:dynamodb:[\w:/.-]+|[\w.-]{3,255}))$/, "must be sqlite:PATH or dynamodb:TABLE")
			.default("sqlite:./taskgate.db"),
		about: "where decisions live, sqlite:PATH or dynamodb:TABLE (sqlite:./taskgate.db)",
	},
	TASKGATE_RETENTION: {
		schema: duration.refine((ms) => ms >= UNITS.d, "must be a day or more, such as 400d").optional(),
		about: "how long decisions and resolved findings are kept, such as 400d; the seals of their hours stay (for ever)",
	},
	TASKGATE_ENFORCE: { schema: offOrOn, about: "off: decide and record; on: act on AWS too (off)" },
	TASKGATE_WORK: {
		schema: z.enum(["on", "off"], "must be on or off").default("on"),
		about: "off: answer and show; events, planned actions and the ledger are left to the other processes on the store (on)",
	},
	TASKGATE_KEY: {
		schema: z.string().min(16, "must have at least 16 characters").optional(),
		about: "key that every request must carry in x-taskgate-key; without one Taskgate listens on loopback only",
	},
	TASKGATE_OIDC_ALB: {
		schema: loadBalancer.optional(),
		about: "load balancer (ARN) whose login opens the console to people, instead of the key: docs/webhook-service.md (none)",
	},
	TASKGATE_OIDC_ISSUER: {
		schema: z.url({ protocol: /^https$/, message: "must be an https address" }).optional(),
		about: "issuer that it logs people in at, to the letter",
	},
	TASKGATE_OIDC_CLIENT: { schema: z.string().min(1).optional(), about: "id of the client that it is there" },
	TASKGATE_BUNDLE: {
		schema: bundleAddress.optional(),
		about: "policy bundle: a file, https://… or s3://BUCKET/KEY (the built-in library)",
	},
	TASKGATE_BUNDLE_KEY: {
		schema: z.string().min(1).optional(),
		about:
			"what its signature is verified with: public keys in PEM, a shared secret (HS256 …), or a file with either; without one it must be unsigned",
	},
	TASKGATE_BUNDLE_ALGORITHM: {
		schema: z.enum(ALGORITHMS, `must be one of ${ALGORITHMS.join(", ")}`).default("RS256"),
		about: "algorithm of the signature, never taken from the bundle (RS256)",
	},
	TASKGATE_BUNDLE_KEY_ID: {
		schema: z.string().min(1).optional(),
		about: "name of the key; a signature that names another is refused (any)",
	},
	TASKGATE_BUNDLE_SCOPE: { schema: z.string().min(1).optional(), about: "scope that the signature must be for (none)" },
	TASKGATE_BUNDLE_TOKEN: {
		schema: z
			.string()
			.regex(/^[\x21-\x7e]+$/, "must be letters, digits and signs, without blanks")
			.optional(),
		about: "bearer token for a bundle at https://… (none)",
	},
	TASKGATE_BUNDLE_HTTP: { schema: offOrOn, about: "on: a bundle may come by http:// from other machines too, readable on the way (off)" },
	TASKGATE_BUNDLE_POLLING: { schema: duration.default(60_000), about: "how often the bundle is asked for, give or take a fifth (60s)" },
	TASKGATE_CONSTRAINTS: { schema: z.string().min(1).optional(), about: "file of Constraints and Exemptions (the profile `baseline`)" },
	TASKGATE_POLICY_PAGES: {
		schema: z
			.url({ protocol: /^https?$/, message: "must be an http or https address, such as https://docs.example.com/policies/" })
			.optional(),
		about: "address that a policy's id and .md follow, for links from reports to policies (none)",
	},
	TASKGATE_REGISTRIES: {
		schema: registries.prefault(
			"ecr,public.ecr.aws,docker.io,ghcr.io,quay.io,registry.gitlab.com,mcr.microsoft.com,gcr.io,registry.k8s.io",
		),
		about:
			"registries that policies may have asked about an image: ecr for the private ones of ECR, else hosts; * stands for anything but a dot (ecr, public.ecr.aws, docker.io, ghcr.io and other public ones)",
	},
	TASKGATE_TRUST: {
		schema: z.string().min(1).optional(),
		about: "file that says whose signatures count for which images; without one none does (none)",
	},
	TASKGATE_EVENT_BUS: { schema: z.string().min(1).default("default"), about: "EventBridge bus that decisions are told to (default)" },
	TASKGATE_ROLE_ARN: {
		schema: z
			.string()
			.regex(/^arn:[\w-]+:iam::\{account\}:role\/.+$/, "must look like arn:aws:iam::{account}:role/NAME")
			.optional(),
		about: "role to assume in an event's account, with {account} in it; without one only the gate's own account is asked",
	},
	TASKGATE_MAX_EVENT_AGE: { schema: duration.default(UNITS.h), about: "older events are recorded, never acted on (1h)" },
	TASKGATE_ACTION_LIMIT: {
		schema: actionLimit.default({ count: 20, windowMs: UNITS.h }),
		about: "actions per account and Region before the breaker opens (20/1h)",
	},
	TASKGATE_SCALE_TO_ZERO: {
		schema: offOrOn,
		about: "on: a denied service that nothing else brings back is scaled to zero (off)",
	},
	TASKGATE_REGISTER_PATCHED: {
		schema: offOrOn,
		about: "on: a service whose task definition constraints would patch (`mutate: true`) is moved to a patched revision (off)",
	},
	TASKGATE_RUNTIME_RESPONSE: {
		schema: z.enum(RESPONSES, `must be one of ${RESPONSES.join(", ")}`).default("flag"),
		about: "how far a policy may go about a runtime alert: flag, stop, rollback, scaleToZero or quarantine (flag)",
	},
	TASKGATE_QUARANTINE_FOR: { schema: duration.default(7 * UNITS.d), about: "how long what is quarantined is refused (7d)" },
	TASKGATE_PAUSE_STAGES: {
		schema: z
			.string()
			.regex(/^(none|[A-Z_]+(,[A-Z_]+)*)$/, "must be lifecycle stages such as PRE_SCALE_UP,POST_SCALE_UP, or none")
			.transform((text) => (text === "none" ? [] : text.split(",")))
			.default(["PRE_SCALE_UP"]),
		about: "stages at which a PAUSE hook waits for the gate: it continues what is admitted there, and nowhere else (PRE_SCALE_UP)",
	},
	TASKGATE_ADMISSION_TAG: {
		schema: z
			.string()
			.regex(/^(?!aws:)[\w.:/=+@-]{1,128}$/, "must be a tag key of at most 128 letters, digits and . : / = + @ _ -")
			.optional(),
		about: "tag that admitted task definitions get, for the SCP of `taskgate scp` to ask for (none)",
	},
	TASKGATE_URL: {
		schema: webAddress.optional(),
		about: "address of the gate that `taskgate register` asks (it is the gate itself)",
	},
	TASKGATE_TEMPLATE_UNKNOWN: {
		schema: z.enum(["fail", "defer"], "must be fail or defer").default("fail"),
		about:
			"what CloudFormation's STACK and CHANGE_SET hooks do where a denying policy meets a value that is not known yet: fail, or defer to the RESOURCE hook (fail)",
	},
	TASKGATE_PROXY_PORT: { schema: port.optional(), about: "port of the API proxy, for AWS_ENDPOINT_URL_ECS (not started)" },
	TASKGATE_PROXY_CALLERS: {
		schema: z.string().min(1).optional(),
		about: "file that maps callers of the API proxy to the roles they get; without one it serves loopback and the caller's own credentials",
	},
	TASKGATE_PROXY_UPSTREAM: {
		schema: webAddress.optional(),
		about: "where both proxies send what is admitted (the Region's ECS endpoint)",
	},
	TASKGATE_FORWARD_PROXY_PORT: { schema: port.optional(), about: "port of the forward proxy, for HTTPS_PROXY (not started)" },
	TASKGATE_PROXY_CA: {
		schema: z.string().min(1).default("./taskgate-ca"),
		about: "folder of the forward proxy's CA, made on first use (./taskgate-ca)",
	},
	TASKGATE_PLAYGROUND: {
		schema: offOrOn,
		about: "on: the console compiles and judges what somebody pastes, and keeps nothing of it (off)",
	},
	TASKGATE_DECISION_LOG: {
		schema: webAddress.refine(hasNoLogin, "must not hold a login: TASKGATE_DECISION_LOG_TOKEN is for that").optional(),
		about: "address that decisions are posted to in the form of OPA's decision log (none)",
	},
	TASKGATE_DECISION_LOG_TOKEN: { schema: z.string().min(1).optional(), about: "bearer token for that address (none)" },
	OTEL_EXPORTER_OTLP_ENDPOINT: {
		schema: webAddress.optional(),
		about: "collector that traces are sent to, OTLP http/json; the other OTEL_EXPORTER_OTLP_… variables are read too (none)",
	},
	OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
		schema: webAddress.optional(),
		about: "the same for traces alone, its path included (none)",
	},
	OTEL_SERVICE_NAME: { schema: z.string().min(1).default("taskgate"), about: "what this gate is called in traces (taskgate)" },
	TASKGATE_LOG_LEVEL: {
		schema: z.enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent").default("info"),
		about: "debug, info, warn, error or silent (info)",
	},
} satisfies Record<string, Variable>;
