/** Generated cases are the same in every run, so that a failure is the change's own. For new cases: `TASKGATE_TEST_SEED=$RANDOM npm run tests`. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.TASKGATE_TEST_SEED ?? 20261120) });
