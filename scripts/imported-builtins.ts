/** Which built-ins a compiled policy expects of its host. */

interface PolicyExports {
	builtins(): number;
	opa_json_dump(value: number): number;
}

/** Names from the module's own table, sorted. Nothing is evaluated, so no built-in has to exist. */
export async function importedBuiltins(wasm: Uint8Array): Promise<readonly string[]> {
	const memory = new WebAssembly.Memory({ initial: 64 });
	const refuse = () => {
		throw new Error("a policy that is only read called its host");
	};
	const callbacks = ["opa_abort", "opa_println", "opa_builtin0", "opa_builtin1", "opa_builtin2", "opa_builtin3", "opa_builtin4"];
	const env = { memory, ...Object.fromEntries(callbacks.map((name) => [name, refuse])) };
	const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(wasm), { env });
	const policy = exports as unknown as PolicyExports;
	const start = policy.opa_json_dump(policy.builtins());
	const bytes = Buffer.from(memory.buffer);
	const table = JSON.parse(bytes.toString("utf8", start, bytes.indexOf(0, start))) as Record<string, number>;
	return Object.keys(table).sort();
}
