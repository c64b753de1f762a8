/** What doctor looks at, in the order in which it is told: how the gate hears, how it works, what asks it, what surrounds it. To add one: a file in checks/, and its line here. */
import type { Check } from "./check.ts";
import { alarms } from "./checks/alarms.ts";
import { bundle } from "./checks/bundle.ts";
import { clock } from "./checks/clock.ts";
import { cloudFormationHook } from "./checks/cloudformation-hook.ts";
import { functions } from "./checks/functions.ts";
import { guardDuty } from "./checks/guard-duty.ts";
import { hook } from "./checks/hook.ts";
import { permissions } from "./checks/permissions.ts";
import { deadLetters, queue } from "./checks/queue.ts";
import { rules } from "./checks/rules.ts";
import { audit, schedule } from "./checks/schedule.ts";
import { scp } from "./checks/scp.ts";
import { state } from "./checks/state.ts";
import { table } from "./checks/table.ts";
import { trail } from "./checks/trail.ts";

export const CHECKS: readonly Check[] = [
	...[trail, rules, queue, deadLetters],
	...[functions, schedule, audit, table, alarms, bundle, state],
	...[hook, cloudFormationHook, scp, guardDuty, clock, permissions],
];
