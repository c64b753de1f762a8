/** Documents whose format is OPA's own. */

export interface Capabilities {
	readonly builtins: readonly Builtin[];
	readonly future_keywords?: readonly string[];
	readonly features?: readonly string[];
	readonly wasm_abi_versions?: readonly { readonly version: number; readonly minor_version: number }[];
	/** Hosts from which a compile may fetch schemas; empty: none. */
	readonly allow_net?: readonly string[];
}

export interface Builtin {
	readonly name: string;
	/** The signature, in OPA's type language. */
	readonly decl: unknown;
	readonly deprecated?: boolean;
	readonly nondeterministic?: boolean;
}

/** A METADATA block, as `opa inspect -a` prints it. */
export interface Annotations {
	readonly scope: string;
	readonly title?: string;
	readonly description?: string;
	readonly entrypoint?: boolean;
	readonly custom?: Readonly<Record<string, unknown>>;
}
