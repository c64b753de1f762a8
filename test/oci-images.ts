/** Images as builders push them: manifests, configurations and indexes, in OCI's and in Docker's types. */
import { createHash } from "node:crypto";

export const TYPES = {
	oci: {
		index: "application/vnd.oci.image.index.v1+json",
		manifest: "application/vnd.oci.image.manifest.v1+json",
		config: "application/vnd.oci.image.config.v1+json",
		layer: "application/vnd.oci.image.layer.v1.tar+gzip",
	},
	docker: {
		index: "application/vnd.docker.distribution.manifest.list.v2+json",
		manifest: "application/vnd.docker.distribution.manifest.v2+json",
		config: "application/vnd.docker.container.image.v1+json",
		layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
	},
} as const;

export interface Pushed {
	readonly digest: string;
	readonly size: number;
	readonly mediaType: string;
}

interface ImageParts {
	readonly style?: keyof typeof TYPES;
	readonly tag?: string;
	readonly os?: string;
	readonly architecture?: string;
	/** Entrypoint, Cmd, User, Labels … */
	readonly config?: object;
	readonly annotations?: object;
	readonly layers?: readonly string[];
}

export function sha256(bytes: string | Buffer): string {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Pushes to one repository of a registry. */
export class Pusher {
	readonly #base: string;

	constructor(url: string, repository: string) {
		this.#base = `${url}/v2/${repository}`;
	}

	async image({
		style = "oci",
		tag,
		os = "linux",
		architecture = "amd64",
		config = {},
		annotations,
		layers = [],
	}: ImageParts): Promise<Pushed> {
		const types = TYPES[style];
		const whole = { architecture, os, config, rootfs: { type: "layers", diff_ids: layers.map(sha256) }, history: [] };
		const pushed = await this.blob(JSON.stringify(whole), types.config);
		const pushedLayers = await Promise.all(layers.map((layer) => this.blob(layer, types.layer)));
		const manifest = {
			schemaVersion: 2,
			mediaType: types.manifest,
			config: pushed,
			layers: pushedLayers,
			...(annotations && { annotations }),
		};
		return this.manifest(manifest, types.manifest, tag);
	}

	async index(manifests: readonly object[], { style = "oci", tag }: Pick<ImageParts, "style" | "tag"> = {}): Promise<Pushed> {
		const mediaType = TYPES[style].index;
		return this.manifest({ schemaVersion: 2, mediaType, manifests }, mediaType, tag);
	}

	async blob(content: string, mediaType: string): Promise<Pushed> {
		const digest = sha256(content);
		await put(`${this.#base}/blobs/uploads/?digest=${digest}`, content, "application/octet-stream", "POST");
		return { digest, size: Buffer.byteLength(content), mediaType };
	}

	async manifest(value: object, mediaType: string, tag?: string): Promise<Pushed> {
		const content = JSON.stringify(value);
		const digest = sha256(content);
		await put(`${this.#base}/manifests/${tag ?? digest}`, content, mediaType);
		return { digest, size: Buffer.byteLength(content), mediaType };
	}
}

async function put(url: string, body: string, type: string, method = "PUT"): Promise<void> {
	const { status, text } = await fetch(url, { method, body, headers: { "content-type": type } }).then(async (response) => ({
		status: response.status,
		text: await response.text(),
	}));
	if (status !== 201) throw new Error(`${method} ${url} answers ${status}: ${text}`);
}
