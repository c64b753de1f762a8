/** OpenTelemetry itself: spans in batches to an OTLP endpoint, http/json. Imported only where one is configured. */
import {
	type Context,
	context,
	type Link,
	propagation,
	ROOT_CONTEXT,
	type SpanContext,
	SpanKind,
	SpanStatusCode,
	trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Tracing } from "../tracing.ts";

export interface OtlpOptions {
	/** Of the service, as OTEL_SERVICE_NAME says. */
	readonly service: string;
	readonly version: string;
}

/** Decisions whose span is still known when they are acted on. */
const MOST_LINKS = 2_000;

/** The exporter reads endpoint, headers, timeout and certificates from the standard OTEL_EXPORTER_OTLP_… variables by itself. */
export function openTracing({ service, version }: OtlpOptions): Tracing {
	const resource = defaultResource().merge(resourceFromAttributes({ "service.name": service, "service.version": version }));
	const exporter = new OTLPTraceExporter();
	const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
	provider.register();
	const tracer = trace.getTracer("taskgate", version);
	const made = new Map<string, SpanContext>();

	function remember(uid: string, span: SpanContext): void {
		const [oldest] = made.keys();
		if (made.size >= MOST_LINKS && oldest !== undefined) made.delete(oldest);
		made.set(uid, span);
	}

	function linksTo(uid: string | undefined): Link[] {
		const span = uid === undefined ? undefined : made.get(uid);
		return span === undefined ? [] : [{ context: span }];
	}

	return {
		span: (name, attributes, work, { makes, follows } = {}) =>
			tracer.startActiveSpan(name, { attributes, kind: SpanKind.INTERNAL, links: linksTo(follows) }, async (span) => {
				if (makes !== undefined) remember(makes, span.spanContext());
				try {
					return await work((more) => void span.setAttributes(more));
				} catch (error) {
					// Its message may repeat what it was about.
					span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "Error" });
					throw error;
				} finally {
					span.end();
				}
			}),
		within: (headers, work) => context.with(callerOf(headers), work),
		ids: () => trace.getActiveSpan()?.spanContext(),
		flush: () => provider.forceFlush().catch(() => {}),
		close: () => provider.shutdown().catch(() => {}),
	};
}

function callerOf(headers: Readonly<Record<string, unknown>>): Context {
	return propagation.extract(ROOT_CONTEXT, headers);
}
