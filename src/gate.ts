/** A gate, put together from its configuration: policies, constraints, store, and AWS where there are credentials. */
import packageJson from "../package.json" with { type: "json" };
import { type Config, retentionDays } from "./config.ts";
import { HttpDecisionLog, type Told } from "./decision-log/http-decision-log.ts";
import { openAws } from "./ecs/aws.ts";
import { callObserver } from "./ecs/observed-calls.ts";
import { RecordedEcsReader } from "./ecs/recorded-ecs-reader.ts";
import { openEvidence } from "./evidence/open-evidence.ts";
import { openLivePolicies } from "./live-bundle/open-policies.ts";
import type { Log } from "./log.ts";
import { type Metrics, openMetrics } from "./metrics.ts";
import { patchedRevisions } from "./patched-revisions.ts";
import { recalling } from "./recall.ts";
import { openStore } from "./store/open-store.ts";
import { type Tracing, traced } from "./tracing.ts";
import { systemNow, type World } from "./world.ts";

export interface GateOptions {
	/** False for a demo: nothing is looked up or done, whatever credentials the machine has. */
	readonly askAws: boolean;
	/** How long a policy bundle may take to come, in milliseconds; 5,000 unless told, for whoever has somebody waiting. */
	readonly bundlePatienceMs?: number;
}

export interface Gate {
	readonly world: World;
	readonly warnings: readonly string[];
	close(): Promise<void>;
}

/** @throws {ConstraintError} {BundleError} {TrustPolicyError} {GateError} what the caller can mend. */
export async function openGate(config: Config, quiet: Log, { askAws, bundlePatienceMs }: GateOptions): Promise<Gate> {
	const metrics = openMetrics();
	const log = counting(quiet, metrics);
	const tracing = await tracingBy(config);
	const observer = callObserver({
		failed: metrics.awsFailed,
		around: (name, call) => traced({ ...(tracing && { tracing }) }, name, { "rpc.system": "aws-api" }, call),
	});
	const aws = askAws
		? await openAws({
				...{ roleArn: config.TASKGATE_ROLE_ARN, eventBus: config.TASKGATE_EVENT_BUS, admissionTag: config.TASKGATE_ADMISSION_TAG },
				observer,
			})
		: undefined;
	const enforce = config.TASKGATE_ENFORCE === "on";
	const leavesWork = config.TASKGATE_WORK === "off";
	// The forward proxy refuses without any: its callers bring their own.
	const needsAws = enforce && askAws && config.TASKGATE_FORWARD_PROXY_PORT === undefined;
	if (needsAws && aws === undefined) throw new GateError("TASKGATE_ENFORCE=on needs AWS credentials, and none were found");

	const evidence = askAws
		? await openEvidence({
				...{ registries: config.TASKGATE_REGISTRIES, trust: config.TASKGATE_TRUST, settings: aws?.clientSettings },
				...{ observer, now: systemNow },
			})
		: undefined;
	const store = await openStore(config.TASKGATE_STORE, retentionDays(config));
	const policies = await openLivePolicies(config, { store, log, metrics: metrics.bundle, patienceMs: bundlePatienceMs }).catch(
		async (error: unknown) => {
			await store.close();
			throw error;
		},
	);
	const { succession, live } = policies;
	const decisionLog = decisionLogBy(config, { metrics: metrics.decisionLog, log });
	const world: World = {
		now: systemNow,
		reader: aws?.reader ?? new RecordedEcsReader(),
		get engine() {
			return succession.current.engine;
		},
		get constraints() {
			return succession.current.constraints;
		},
		get exemptions() {
			return succession.current.exemptions;
		},
		get constraintsDigest() {
			return succession.current.constraintsDigest;
		},
		profile: (name) => succession.current.profile(name),
		hold: () => succession.hold(),
		...(live && { bundle: live }),
		...(config.TASKGATE_POLICY_PAGES === undefined ? {} : { policyPages: config.TASKGATE_POLICY_PAGES }),
		store,
		recall: recalling(store, systemNow),
		settings: {
			enforce,
			maxEventAgeMs: config.TASKGATE_MAX_EVENT_AGE,
			actionLimit: config.TASKGATE_ACTION_LIMIT,
			scaleToZero: config.TASKGATE_SCALE_TO_ZERO === "on",
			registerPatched: config.TASKGATE_REGISTER_PATCHED === "on",
			runtimeResponse: config.TASKGATE_RUNTIME_RESPONSE,
			pauseStages: config.TASKGATE_PAUSE_STAGES,
			deferUnknown: config.TASKGATE_TEMPLATE_UNKNOWN === "defer",
			playground: config.TASKGATE_PLAYGROUND === "on",
			storeAddress: config.TASKGATE_STORE,
			leavesWork,
			...(config.TASKGATE_RETENTION === undefined ? {} : { retentionMs: config.TASKGATE_RETENTION }),
			...(config.TASKGATE_ADMISSION_TAG === undefined ? {} : { admissionTag: config.TASKGATE_ADMISSION_TAG }),
		},
		log,
		metrics,
		...(evidence && { evidence }),
		...(tracing && { tracing }),
		...(decisionLog && { decisionLog }),
		...(aws === undefined ? {} : { ownPrincipals: aws.ownPrincipals, accountOfKey: aws.accountOfKey }),
		// Whoever leaves the work to others has no hands to do it with.
		...(aws === undefined || leavesWork
			? {}
			: {
					perform: aws.performWith(store, {
						...{ now: systemNow, quarantineForMs: config.TASKGATE_QUARANTINE_FOR },
						...(config.TASKGATE_REGISTER_PATCHED === "on" && { patched: patchedRevisions(() => world) }),
					}),
					registry: aws.registry,
				}),
	};
	const close = async () => {
		await policies.close();
		await decisionLog?.close();
		await tracing?.close();
		await store.close();
	};
	return { world, warnings: succession.current.warnings, close };
}

/** An alarm is counted too, so that Prometheus can tell of it. */
function counting(log: Log, metrics: Metrics): Log {
	const alarm: Log["alarm"] = (happening, facts) => {
		metrics.alarmed();
		log.alarm(happening, facts);
	};
	return { ...log, alarm };
}

/** Loaded only where it is wanted: it costs half a second of a cold start. */
async function tracingBy(config: Config): Promise<Tracing | undefined> {
	if ((config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? config.OTEL_EXPORTER_OTLP_ENDPOINT) === undefined) return undefined;
	const { openTracing } = await import("./tracing/otlp.ts");
	return openTracing({ service: config.OTEL_SERVICE_NAME, version: packageJson.version });
}

function decisionLogBy(config: Config, told: Told): HttpDecisionLog | undefined {
	const { TASKGATE_DECISION_LOG: url, TASKGATE_DECISION_LOG_TOKEN: token } = config;
	return url === undefined ? undefined : new HttpDecisionLog({ url, token, version: packageJson.version }, told);
}

class GateError extends Error {
	override readonly name = "GateError";
}
