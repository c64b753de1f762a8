/** What became of an action. */
export interface ActionResult {
	/**
	 * done: it took effect. superseded: the target has moved on, so nothing was done. notApplicable: try the next of `otherwise`.
	 * retry: AWS could not take it now. failed: AWS refused it for good.
	 */
	readonly state: "done" | "superseded" | "notApplicable" | "retry" | "failed";
	readonly outcome: string;
	/** Of the call that took effect: CloudTrail will tell of it under this id. */
	readonly awsRequestId?: string | undefined;
	/** Of `retry`: milliseconds until then at the least. */
	readonly afterMs?: number;
}
