import type { Command } from "commander";
export function registerScp(_program: Command): void {}
