/** Node has WebAssembly; @types/node leaves its types to the DOM library, which has no place here. What is used, no more. */
declare namespace WebAssembly {
	type Exports = Readonly<Record<string, unknown>>;
	type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

	class Module {
		constructor(bytes: Uint8Array | ArrayBuffer);
	}

	class Instance {
		constructor(module: Module, imports?: Imports);
		readonly exports: Exports;
	}

	class Memory {
		/** In pages of 64 KiB. */
		constructor(limits: { readonly initial: number; readonly maximum?: number });
		/** Another one after every growth. */
		readonly buffer: ArrayBuffer;
	}

	class CompileError extends Error {}
	class LinkError extends Error {}

	function compile(bytes: Uint8Array | ArrayBuffer): Promise<Module>;
	function instantiate(module: Module, imports?: Imports): Promise<Instance>;
}
