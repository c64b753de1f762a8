/** Traces of one admission, where an OTLP endpoint is configured; without one nothing of OpenTelemetry is loaded (src/tracing/otlp.ts). */

/** What a span says of itself: never a value of the object, nor who asked. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
/** Adds to the span that is running. */
export type Note = (attributes: Attributes) => void;

export interface SpanOptions {
	/** Decisions (uid) that the span makes known, so that what is done about them later is linked to it. */
	readonly makes?: string;
	/** The decision (uid) that it follows from. */
	readonly follows?: string;
}

export interface Tracing {
	/** Runs `work` in a span under the one that is running; what it throws is noted by its name alone. */
	span<T>(name: string, attributes: Attributes, work: (note: Note) => Promise<T>, options?: SpanOptions): Promise<T>;
	/** What `work` does belongs to the trace that the caller's headers name (W3C traceparent). */
	within<T>(headers: Readonly<Record<string, unknown>>, work: () => T): T;
	/** Of the span that is running. */
	ids(): { readonly traceId: string; readonly spanId: string } | undefined;
	/** Sends what is waiting. */
	flush(): Promise<void>;
	close(): Promise<void>;
}

const UNHEARD: Note = () => {};

export function traced<T>(
	{ tracing }: { readonly tracing?: Tracing },
	name: string,
	attributes: Attributes,
	work: (note: Note) => Promise<T>,
	options?: SpanOptions,
): Promise<T> {
	return tracing === undefined ? work(UNHEARD) : tracing.span(name, attributes, work, options);
}
