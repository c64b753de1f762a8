/** A moto of the proof's own, for as long as it is used. */
import { type Moto, startMoto } from "../../test/moto.ts";
import { ensurePythonEnvironment } from "../../test/python-environment.ts";

/** It stops when `use` has ended, however that ends. */
export async function onMoto<T>(use: (motoUrl: string) => Promise<T>): Promise<T> {
	const python = await ensurePythonEnvironment();
	const moto: Moto = await startMoto(python.command("python"));
	try {
		return await use(moto.url);
	} finally {
		await moto.stop();
	}
}
