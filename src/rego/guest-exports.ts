/** What a module that OPA compiled exports: addresses and sizes are in bytes, a value is known by its address. */
export interface GuestExports {
	readonly opa_wasm_abi_version?: { readonly value: number };
	readonly opa_wasm_abi_minor_version?: { readonly value: number };
	builtins(): number;
	entrypoints(): number;
	eval(context: number): number;
	opa_malloc(bytes: number): number;
	opa_free(address: number): void;
	opa_json_parse(address: number, bytes: number): number;
	opa_json_dump(value: number): number;
	opa_value_parse(address: number, bytes: number): number;
	opa_value_dump(value: number): number;
	opa_value_add_path(value: number, path: number, member: number): number;
	opa_heap_ptr_get(): number;
	opa_heap_ptr_set(address: number): void;
	/** In a module of shared-memo.ts; others forget whenever they evaluate. */
	opa_memoize_init?(): void;
	opa_eval_ctx_new(): number;
	opa_eval_ctx_set_input(context: number, value: number): void;
	opa_eval_ctx_set_data(context: number, value: number): void;
	opa_eval_ctx_set_entrypoint(context: number, entrypoint: number): void;
	opa_eval_ctx_get_result(context: number): number;
}

/** Throws an Error for an ABI that is not 1.2 or later. */
export function checkAbi(exports: GuestExports): void {
	const major = exports.opa_wasm_abi_version?.value;
	const minor = exports.opa_wasm_abi_minor_version?.value;
	if (major === 1 && minor !== undefined && minor >= 2) return;
	throw new Error(`the module speaks OPA's WASM ABI ${major}.${minor}; Taskgate needs 1.2 or later: rebuild the bundle with a newer OPA`);
}
