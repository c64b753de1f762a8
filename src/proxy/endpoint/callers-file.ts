/** The file of TASKGATE_PROXY_CALLERS: who may call through the proxy, and with which role. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { readDocuments } from "../../source-text/source-document.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";

const text = z.string("must be a text; put it in quotes").min(1, "must not be empty");

const CALLER = z
	.strictObject({
		/** In the role's session name, so that CloudTrail tells the callers apart. */
		name: z.string().regex(/^[\w+=,.@-]{2,50}$/, "must be 2 to 50 letters, digits and _ + = , . @ -"),
		role: z.string().regex(/^arn:aws(-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, "must be the full ARN of a role"),
		tokenSha256: z
			.string()
			.regex(/^[0-9a-f]{64}$/, "must be the SHA-256 of the token, 64 hexadecimal digits in lower case; never the token itself")
			.optional(),
		principals: z.array(text).min(1, "must not be empty").optional(),
		sourceIdentity: z
			.string()
			.regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits and _ + = , . @ -")
			.optional(),
		externalId: text.optional(),
	})
	.refine(
		({ tokenSha256, principals }) => (tokenSha256 === undefined) !== (principals === undefined),
		"must have either tokenSha256 or principals",
	);

const FILE = z
	.strictObject({
		/** Signed by whoever shows a presigned identity, so that it is good for this proxy alone. */
		audience: z
			.string()
			.regex(/^[\w.:/-]{3,200}$/, "must be 3 to 200 letters, digits and . : / -")
			.optional(),
		callers: z.array(CALLER).min(1, "must not be empty"),
	})
	.superRefine(({ audience, callers }, context) => {
		const refuse = (message: string, ...path: (string | number)[]) => context.addIssue({ code: "custom", message, path });
		if (audience === undefined && callers.some(({ principals }) => principals))
			refuse("must be there where a caller has principals", "audience");
		for (const key of ["name", "tokenSha256"] as const) {
			const values = callers.map((caller) => caller[key]);
			const twice = values.findIndex((value, i) => value !== undefined && values.indexOf(value) !== i);
			if (twice !== -1) refuse("is another caller's already", "callers", twice, key);
		}
	});

export type CallerEntry = z.infer<typeof CALLER>;
export type CallersFile = z.infer<typeof FILE>;

/** @throws {CallersError} naming the file and every field that is wrong, never a value. */
export async function readCallersFile(path: string): Promise<CallersFile> {
	const result = FILE.safeParse(await documentIn(path));
	if (result.success) return result.data;
	throw new CallersError(
		result.error.issues.map(({ path: field, message }) => `${field.join(".") || "the file"}: ${message}`),
		{ path },
	);
}

async function documentIn(path: string): Promise<unknown> {
	try {
		const [document] = readDocuments(await readFile(path, "utf8"));
		return document?.value;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (error instanceof UnreadableText) throw new CallersError([error.message], { path, cause: error });
		throw new CallersError([code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`], { path, cause: error });
	}
}

export class CallersError extends Error {
	override readonly name = "CallersError";
	constructor(problems: readonly string[], { path, cause }: { readonly path: string; readonly cause?: unknown }) {
		super(`TASKGATE_PROXY_CALLERS, ${path}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`, { cause });
	}
}
