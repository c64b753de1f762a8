/** The thread in which policies run under a deadline: the host ends it when one does not come back. */
import { parentPort, workerData } from "node:worker_threads";
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import { Judge } from "./judge.ts";
import { type JobMessage, packAnswer, unpackJob } from "./judging-messages.ts";
import { type JudgingSetup, Progress } from "./judging-protocol.ts";

const setup = workerData as JudgingSetup;
const progress = new Progress(setup.progress);
const judge = new Judge(setup.module, setup.entrypoints, HOST_BUILTINS, setup.limits);

parentPort?.on("message", (message: JobMessage) => {
	progress.start();
	const { rule, ...asking } = unpackJob(message);
	const answer = judge.judge(rule, asking, (question) => progress.begin(question));
	progress.finish();
	parentPort?.postMessage(packAnswer(answer));
});
