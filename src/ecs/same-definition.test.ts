import { expect, test } from "vitest";
import { sameDefinition, sameTags } from "./same-definition.ts";

const ASKED = {
	family: "web",
	containerDefinitions: [
		{ name: "app", image: "nginx:1", portMappings: [{ containerPort: 80 }], environment: [{ name: "A", value: "1" }] },
	],
};
const DESCRIBED = {
	...{ taskDefinitionArn: "arn", revision: 3, status: "ACTIVE", registeredAt: "2026-11-20T10:00:00Z", compatibilities: ["EC2"] },
	...{ family: "web", volumes: [], placementConstraints: [] },
	containerDefinitions: [
		{
			...{ name: "app", image: "nginx:1", cpu: 0, essential: true, mountPoints: [], volumesFrom: [], systemControls: [] },
			portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }],
			environment: [{ name: "A", value: "1" }],
		},
	],
};

function describedWith(container: object, members: object = {}) {
	return { ...DESCRIBED, ...members, containerDefinitions: [{ ...DESCRIBED.containerDefinitions[0], ...container }] };
}

test("a revision is what was asked for, whatever ECS filled in", () => {
	expect(sameDefinition(ASKED, DESCRIBED)).toBe(true);
	expect(sameDefinition({ ...ASKED, volumes: [] }, (({ volumes: _, ...rest }) => rest)(DESCRIBED))).toBe(true);
	expect(sameDefinition(ASKED, describedWith({ readonlyRootFilesystem: false, linuxParameters: {} }))).toBe(true);
});

test.for([
	["another image", describedWith({ image: "nginx:2" })],
	["privileged", describedWith({ privileged: true })],
	["not essential", describedWith({ essential: false })],
	["another user", describedWith({ user: "root" })],
	["a time-out of zero", describedWith({ stopTimeout: 0 })],
	["another host port", describedWith({ portMappings: [{ containerPort: 80, hostPort: 8080, protocol: "tcp" }] })],
	["another protocol", describedWith({ portMappings: [{ containerPort: 80, protocol: "udp" }] })],
	["one variable more", describedWith({ environment: [...ASKED.containerDefinitions[0]!.environment, { name: "B", value: "" }] })],
	["a role", describedWith({}, { taskRoleArn: "arn:aws:iam::123456789012:role/x" })],
	["a volume", describedWith({}, { volumes: [{ name: "v", host: { sourcePath: "/" } }] })],
] as const)("a revision with %s is another one", ([, described]) => {
	expect(sameDefinition(ASKED, described)).toBe(false);
});

test("what was asked for and is not there is missed", () => {
	expect(sameDefinition({ ...ASKED, cpu: "256" }, DESCRIBED)).toBe(false);
	expect(sameDefinition({ ...ASKED, containerDefinitions: [] }, DESCRIBED)).toBe(false);
});

test("tags are the same in any order, with the one that must be there besides", () => {
	const tags = (...keys: string[]) => ({ tags: keys.map((key) => ({ key, value: "v" })) });
	expect(sameTags(tags("a", "b"), tags("b", "a"), {})).toBe(true);
	expect(sameTags(tags("a"), tags("a", "t"), { t: "v" })).toBe(true);
	expect(sameTags(tags("a"), tags("a"), { t: "v" })).toBe(false);
	expect(sameTags(tags("a"), tags("a", "b"), {})).toBe(false);
	expect(sameTags({}, {}, {})).toBe(true);
});
