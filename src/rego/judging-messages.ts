/** Jobs and answers on their way to a judging thread and back: copying them costs by the object, most questions have no parameters, and most answers say nothing. */
import type { Question } from "../admission/policy.ts";
import type { JsonObject } from "../admission/request.ts";
import type { JudgingAnswer, JudgingJob } from "./judging-protocol.ts";
import type { Answers, Rule } from "./rules.ts";
import { wellFormedJson } from "./wellformed-json.ts";

export interface JobMessage {
	readonly rule: Rule;
	readonly request: string;
	readonly now: string;
	/** One for each question. */
	readonly policies: readonly string[];
	/** The JSON texts of the questions' parameters, each once, and which of them each question has. */
	readonly texts: readonly string[];
	readonly given: readonly number[];
}

/** One for each question; null for an evaluation without violations. */
export type AnswerMessage = readonly (Answers[Rule] | null)[];

/** Throws TypeError for parameters that JSON cannot say. */
export function packJob({ rule, request, now, questions }: JudgingJob): JobMessage {
	const places = new Map<string, number>();
	const given = questions.map(({ parameters }) => {
		const text = wellFormedJson(parameters);
		const place = places.get(text) ?? places.size;
		places.set(text, place);
		return place;
	});
	return { rule, request, now, policies: questions.map(({ policy }) => policy), texts: [...places.keys()], given };
}

/** Whose constraint asks stays with the host. */
export function unpackJob({ rule, request, now, policies, texts, given }: JobMessage): JudgingJob {
	const parameters = texts.map((text) => JSON.parse(text) as JsonObject);
	const questions = policies.map((policy, i) => ({ constraint: "", policy, parameters: parameters[given[i] ?? 0] ?? {} }));
	return { rule, request, now, questions };
}

export function packAnswer(answer: JudgingAnswer): AnswerMessage {
	return answer.map((each) => (saysNothing(each) ? null : each));
}

export function unpackAnswer(message: AnswerMessage, questions: readonly Question[]): JudgingAnswer {
	return questions.map(({ constraint, policy }, i) => {
		const answer = message[i];
		if (answer) return { ...answer, constraint };
		return { outcome: "evaluated", constraint, policy, violations: [], notApplicable: [] };
	});
}

function saysNothing(answer: Answers[Rule]): boolean {
	return answer.outcome === "evaluated" && answer.violations.length === 0 && answer.notApplicable.length === 0;
}
