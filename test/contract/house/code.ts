/** What code may reach for, and where. Read from the syntax tree, so that comments and texts do not count. */
import ts from "typescript";
import type { Tree } from "./tree.ts";

/** `process.env` anywhere in src but config.ts: a setting that `serve --help` does not list. */
export function environmentReaders(tree: Tree): string[] {
	return offences(tree, "src/config.ts", readsEnvironment, "reads the environment: take the value as an argument, from src/config.ts");
}

/** The clock anywhere in src but world.ts: a decision that cannot be repeated. */
export function clockReaders(tree: Tree): string[] {
	return offences(tree, "src/world.ts", readsClock, "reads the clock: take the instant as an argument, from World");
}

type Test = (node: ts.Node) => boolean;

function offences({ paths, read }: Tree, home: string, test: Test, sentence: string): string[] {
	return paths
		.filter((path) => /^src\/.+\.ts$/.test(path) && !path.endsWith(".test.ts") && path !== home)
		.flatMap((path) => {
			const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
			return linesWhere(file, test).map((line) => `${path}:${line} ${sentence}`);
		});
}

function linesWhere(file: ts.SourceFile, test: Test): number[] {
	const lines: number[] = [];
	const visit = (node: ts.Node): void => {
		if (test(node)) lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
		ts.forEachChild(node, visit);
	};
	visit(file);
	return lines;
}

/** `process.env`, `process["env"]`, `const { env } = process`, `import { env } from "node:process"`. */
function readsEnvironment(node: ts.Node): boolean {
	if (isMember(node, "process", "env")) return true;
	if (ts.isVariableDeclaration(node)) return isName(node.initializer, "process");
	return ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && /^(node:)?process$/.test(node.moduleSpecifier.text);
}

/** `Date.now`, `new Date()`, `Date()`; `new Date(instant)` only converts. */
function readsClock(node: ts.Node): boolean {
	if (isMember(node, "Date", "now") || isMember(node, "Temporal", "Now")) return true;
	if (ts.isNewExpression(node)) return isName(node.expression, "Date") && (node.arguments?.length ?? 0) === 0;
	return ts.isCallExpression(node) && isName(node.expression, "Date");
}

function isMember(node: ts.Node, object: string, member: string): boolean {
	if (ts.isPropertyAccessExpression(node)) return isName(node.expression, object) && node.name.text === member;
	if (!ts.isElementAccessExpression(node) || !isName(node.expression, object)) return false;
	return ts.isStringLiteral(node.argumentExpression) && node.argumentExpression.text === member;
}

/** The bare name, or the same on globalThis. */
function isName(node: ts.Node | undefined, name: string): boolean {
	if (node === undefined) return false;
	if (ts.isPropertyAccessExpression(node)) return isName(node.expression, "globalThis") && node.name.text === name;
	return ts.isIdentifier(node) && node.text === name;
}
