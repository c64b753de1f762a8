/** Which registries are asked: an image reference comes from outside, and must not send the gate wherever it likes. Pure. */
import { ecrPlace } from "./image-reference.ts";

/** Stands for the private registries of ECR. */
const ECR = "ecr";

export class AllowedRegistries {
	readonly #ecr: boolean;
	readonly #hosts: readonly RegExp[];

	/** `ecr`, or hosts with their port where they have one; `*` stands for anything but a dot. */
	constructor(entries: readonly string[]) {
		this.#ecr = entries.includes(ECR);
		this.#hosts = entries.filter((entry) => entry !== ECR).map(patternOf);
	}

	/** `host` with its port, where it is not 443. */
	allows(host: string): boolean {
		return (this.#ecr && ecrPlace(host) !== undefined) || this.#hosts.some((pattern) => pattern.test(host));
	}
}

function patternOf(entry: string): RegExp {
	const parts = entry.toLowerCase().split("*");
	return new RegExp(`^${parts.map((part) => part.replace(/[.]/g, "\\.")).join("[^.:]*")}$`);
}
