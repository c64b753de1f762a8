/** Task definitions as accounts hold them: of every sort that policies tell apart, each a little different from the others. */

type Body = Record<string, unknown>;

const REGISTRY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
const DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/** What is done to a sound definition, by turns: nothing, or one of the usual mistakes. */
const SORTS: readonly ((definition: Body, app: Body) => Body)[] = [
	(definition) => definition,
	(definition, app) => withApp(definition, { ...app, privileged: true }),
	(definition, app) => withApp(definition, { ...app, image: "nginx:latest" }),
	(definition, app) => withApp(definition, { ...app, logConfiguration: undefined }),
	(definition) => definition,
	(definition) => ({ ...definition, networkMode: "host", requiresCompatibilities: ["EC2"] }),
	(definition, app) => withApp(definition, { ...app, user: "root", readonlyRootFilesystem: false }),
	(definition, app) => withApp(definition, { ...app, environment: [{ name: "DB_PASSWORD", value: "hunter2-hunter2" }] }),
	(definition) => ({
		...definition,
		volumes: [{ name: "docker", host: { sourcePath: "/var/run/docker.sock" } }],
		requiresCompatibilities: ["EC2"],
	}),
	(definition, app) => ({ ...definition, containerDefinitions: [app, { ...app, name: "side", image: `${REGISTRY}/side:1.2` }] }),
];

/** The body of RegisterTaskDefinition; the same for the same number. */
export function variedDefinition(number: number): Body {
	const app: Body = {
		name: "app",
		image: `${REGISTRY}/web-${number % 37}@${DIGEST}`,
		essential: true,
		memory: 256,
		user: "1000",
		readonlyRootFilesystem: true,
		environment: [{ name: "STAGE", value: `s${number % 5}` }],
		logConfiguration: {
			logDriver: "awslogs",
			options: { "awslogs-group": `/ecs/web-${number % 11}`, "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web" },
		},
	};
	const definition: Body = {
		family: `family-${number}`,
		networkMode: "awsvpc",
		requiresCompatibilities: ["FARGATE"],
		cpu: "256",
		memory: "512",
		executionRoleArn: "arn:aws:iam::111122223333:role/execution",
		containerDefinitions: [app],
		tags: [{ key: "team", value: `team-${number % 7}` }],
	};
	const sort = SORTS[number % SORTS.length];
	return JSON.parse(JSON.stringify(sort?.(definition, app))) as Body;
}

function withApp(definition: Body, app: Body): Body {
	return { ...definition, containerDefinitions: [app] };
}
