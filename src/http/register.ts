/** The door: what is admitted is registered with the gate's own role, and ECS's own answer handed back. */
import { type Response, Router } from "express";
import { z } from "zod";
import type { Patch } from "../admission/operation.ts";
import type { JsonObject } from "../admission/request.ts";
import { LookUpFailed } from "../ecs/ecs-reader.ts";
import { RegistrationFailed } from "../ecs/registry.ts";
import { NoRegistry, type Outcome, register } from "../register.ts";
import type { World } from "../world.ts";
import { inCallersTrace } from "./callers-trace.ts";
import { jsonBody } from "./json-body.ts";
import { sendProblem } from "./problem.ts";
import { validated } from "./query.ts";

const RETRY_AFTER_S = "5";

const flag = z.enum(["true", "false"], "must be true or false").transform((text) => text === "true");
const query = z.strictObject({
	account: z
		.string()
		.regex(/^\d{12}$/, "must be an account id of 12 digits")
		.exactOptional(),
	region: z
		.string()
		.regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, "must be a Region such as eu-central-1")
		.exactOptional(),
	dryRun: flag.exactOptional(),
	reuse: flag.exactOptional(),
});

export function registerRoutes(world: World): Router {
	const router = Router();
	router.post("/v1/register", ...jsonBody, inCallersTrace(world), async (req, res) => {
		const asked = { body: req.body as JsonObject, ...validated(query, req.query) };
		const outcome = await register(world, asked).catch(failureOf);
		if ("status" in outcome) sendRefusal(res, outcome);
		else if (outcome.outcome === "refused") sendRefusal(res, refusalOf(outcome));
		else if (outcome.outcome === "admitted") res.json({ dryRun: true, warnings: outcome.warnings, patches: outcome.patches });
		// ECS's own answer and nothing else: whoever reads that of `aws ecs register-task-definition` reads this.
		else res.set({ "x-taskgate-outcome": outcome.outcome, ...patchedBy(outcome.patches) }).json(outcome.answer);
	});
	return router;
}

/** The policies that changed what was sent; the answer shows what it has become. */
function patchedBy(patches: readonly Patch[]): Readonly<Record<string, string>> {
	const policies = [...new Set(patches.map(({ policy }) => encodeURI(policy)))];
	return policies.length === 0 ? {} : { "x-taskgate-patched": policies.join(", ") };
}

interface Refused {
	readonly status: number;
	readonly detail: string;
	readonly field?: string;
	/** Members besides those of every problem. */
	readonly more?: object;
	/** The same may succeed a little later. */
	readonly mayPass?: boolean;
}

function sendRefusal(res: Response, { status, detail, field, more, mayPass = false }: Refused): void {
	if (mayPass) res.set("Retry-After", RETRY_AFTER_S);
	sendProblem(res, status, detail, field, more);
}

function refusalOf({ uid, refusal }: Extract<Outcome, { outcome: "refused" }>): Refused {
	const { status, detail, verdict, violations, failures } = refusal;
	return { status, detail, more: { verdict, violations, failures, uid }, mayPass: status === 503 };
}

/** AWS's own refusal is told as what it is. */
function failureOf(error: unknown): Refused {
	if (error instanceof NoRegistry) return { status: 503, detail: error.message };
	if (error instanceof RegistrationFailed) {
		return { status: error.status, detail: error.message, more: { code: error.code }, mayPass: error.status !== 400 };
	}
	if (!(error instanceof LookUpFailed)) throw error;
	return error.transient ? { status: 503, detail: error.message, mayPass: true } : { status: 400, detail: error.message, field: "account" };
}
