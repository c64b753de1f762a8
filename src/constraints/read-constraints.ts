/** Constraint and Exemption documents of one YAML file, against the policies that they name. */
import type { z } from "zod";
import type { Constraint } from "../admission/constraint.ts";
import type { Exemption } from "../admission/exemption.ts";
import { matchesPattern } from "../admission/pattern.ts";
import type { Policy } from "../admission/policy.ts";
import type { JsonObject } from "../admission/request.ts";
import { didYouMean } from "../nearest.ts";
import { readDocuments, type SourceDocument } from "../source-text/source-document.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { ConstraintError, type ConstraintSet } from "./constraint-set.ts";
import { API_VERSION, CONSTRAINT, EXEMPTION } from "./document-shape.ts";
import { parameterProblems } from "./parameters.ts";

/** @throws {ConstraintError} with every problem of the file and its place. `source` is what the messages call the file. */
export function readConstraints(text: string, source: string, policies: readonly Policy[]): ConstraintSet {
	const file = new ConstraintFile(source, policies);
	for (const document of documentsOf(text, source)) file.read(document);
	return file.result();
}

class ConstraintFile {
	readonly #source: string;
	readonly #policies: readonly Policy[];
	readonly #constraints = new Map<string, Constraint>();
	readonly #exemptions = new Map<string, Exemption>();
	readonly #problems: string[] = [];
	readonly #warnings: string[] = [];

	constructor(source: string, policies: readonly Policy[]) {
		this.#source = source;
		this.#policies = policies;
	}

	read(document: SourceDocument): void {
		const kind = (document.value as JsonObject | null)?.kind;
		if (kind === "Constraint") {
			const constraint = this.#parse(CONSTRAINT, document);
			if (constraint) this.#keepConstraint({ name: constraint.metadata.name, ...constraint.spec } as Constraint, document);
		} else if (kind === "Exemption") {
			const exemption = this.#parse(EXEMPTION, document);
			if (exemption) this.#keep(this.#exemptions, { name: exemption.metadata.name, ...exemption.spec } as Exemption, document);
		} else {
			const found = typeof kind === "string" ? `, not ${kind}${didYouMean(kind, ["Constraint", "Exemption"])}` : "";
			this.#refuse(document, "/kind", `kind must be Constraint or Exemption, of ${API_VERSION}${found}`);
		}
	}

	result(): ConstraintSet {
		if (this.#problems.length > 0) throw new ConstraintError(this.#problems);
		return { constraints: [...this.#constraints.values()], exemptions: [...this.#exemptions.values()], warnings: this.#warnings };
	}

	#parse<Shape extends z.ZodType>(shape: Shape, document: SourceDocument): z.output<Shape> | undefined {
		const result = shape.safeParse(document.value);
		if (result.success) return result.data;
		for (const issue of result.error.issues) {
			const key = issue.code === "unrecognized_keys" ? [issue.keys[0] ?? ""] : [];
			const where = issue.path.map(String);
			this.#refuse(document, pointerTo([...where, ...key]), `${where.join(".") || "the document"}: ${issue.message}`);
		}
		return undefined;
	}

	/** `fargate/*` stands for one constraint per policy, called `<name>/<policy>`; an exemption names its one policy. */
	#keepConstraint(constraint: Constraint, document: SourceDocument): void {
		const pattern = constraint.policy;
		const isPattern = pattern.includes("*");
		const meant = this.#policies.filter(({ id, deprecated }) => isPattern && !deprecated && matchesPattern(pattern, id));
		const { mutate: _, ...unmended } = constraint;
		for (const { id, patches } of meant) {
			const mended = patches === true ? constraint : unmended;
			this.#keep(this.#constraints, { ...mended, name: `${constraint.name}/${id}`, policy: id }, document);
		}
		if (!isPattern) this.#keep(this.#constraints, constraint, document);
		else if (meant.length === 0)
			this.#refuse(document, "/spec/policy", `no policy is like ${pattern}; \`taskgate policy list\` names them all`);
	}

	#keep<T extends { readonly name: string; readonly policy: string; readonly parameters?: JsonObject; readonly mutate?: boolean }>(
		kept: Map<string, T>,
		named: T,
		document: SourceDocument,
	): void {
		if (kept.has(named.name)) this.#refuse(document, "/metadata/name", `the name ${named.name} stands twice`);
		const policy = this.#policyOf(named.policy, document);
		if (policy === undefined) return;
		if (named.mutate === true && policy.patches !== true) {
			this.#refuse(document, "/spec/mutate", `the policy ${policy.id} has no rule patch, so it mends nothing: leave \`mutate\` out`);
		}
		for (const { path, problem } of parameterProblems(policy, named.parameters ?? {})) {
			this.#refuse(document, pointerTo(["spec", "parameters", ...path]), problem);
		}
		kept.set(named.name, { ...named, policy: policy.id });
	}

	#policyOf(id: string, document: SourceDocument): Policy | undefined {
		const policy = this.#policies.find((candidate) => candidate.id === id || candidate.aliases.includes(id));
		if (policy === undefined) {
			const ids = this.#policies.map((candidate) => candidate.id);
			this.#refuse(document, "/spec/policy", `there is no policy ${id}${didYouMean(id, ids) || "; `taskgate policy list` names them all"}`);
		} else if (policy.id !== id) {
			this.#warnings.push(`${this.#place(document, "/spec/policy")}: the policy ${id} is now called ${policy.id}`);
		} else if (policy.deprecated) {
			this.#warnings.push(`${this.#place(document, "/spec/policy")}: the policy ${id} is deprecated`);
		}
		return policy;
	}

	#refuse(document: SourceDocument, pointer: string, problem: string): void {
		this.#problems.push(`${this.#place(document, pointer)}: ${problem}`);
	}

	#place(document: SourceDocument, pointer: string): string {
		const { line, column } = document.position(pointer);
		return `${this.#source}:${line}:${column}`;
	}
}

function documentsOf(text: string, source: string): readonly SourceDocument[] {
	try {
		return readDocuments(text);
	} catch (error) {
		if (!(error instanceof UnreadableText)) throw error;
		const place = error.position === undefined ? source : `${source}:${error.position.line}:${error.position.column}`;
		throw new ConstraintError([`${place}: ${error.message}`], { cause: error });
	}
}

function pointerTo(path: readonly string[]): string {
	return path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
