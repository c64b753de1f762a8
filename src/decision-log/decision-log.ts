/** Every decision, told to whoever takes OPA's decision logs. Where no address is set there is none. */
import type { DecisionWithActions } from "../store/store.ts";

export interface SpanIds {
	readonly traceId: string;
	readonly spanId: string;
}

export interface DecisionLog {
	/** Returns at once; never throws. */
	decided(decision: DecisionWithActions, span?: SpanIds): void;
	/** Sends what waits, once, and gives up after `withinMs`. */
	flush(withinMs: number): Promise<void>;
	/** Flushes, then ends; what could not be sent is counted as dropped. */
	close(): Promise<void>;
}
