import { expect, it } from "vitest";
import { gateRoleAmong } from "./gate-role.ts";

const caller = (role: string) => [{ name: "ci", role }];
const DEPLOY = "arn:aws:iam::111122223333:role/teams/deploy";
const GATE = ["arn:aws:sts::111122223333:assumed-role/gate/i-1", "arn:aws:iam::111122223333:role/gate"];

it.for([
	["the role that the gate runs as", "arn:aws:iam::111122223333:role/gate", undefined],
	["the same one, with its path", "arn:aws:iam::111122223333:role/teams/gate", undefined],
	["the same one, in other letters", "arn:aws:iam::111122223333:role/GATE", undefined],
	["the role that the gate assumes anywhere", "arn:aws:iam::444455556666:role/taskgate", "arn:aws:iam::{account}:role/taskgate"],
] as const)("does not lend %s", ([, role, template]) => {
	expect(gateRoleAmong(caller(role), template, GATE)).toContain("the caller ci would get the gate's own role");
});

it.for([
	["another role", DEPLOY, GATE],
	["a role of that name in another account", "arn:aws:iam::444455556666:role/gate", GATE],
	["any role, to a gate that runs as a user", DEPLOY, ["arn:aws:iam::111122223333:user/deploy"]],
] as const)("gives %s", ([, role, own]) => {
	expect(gateRoleAmong(caller(role), "arn:aws:iam::{account}:role/taskgate", own)).toBeUndefined();
});
