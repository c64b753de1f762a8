/** Loaded before the program (`node --import`): what it fetches of AWS's address for load balancers' keys comes from the test's own server. */
import { env } from "node:process";

const actual = globalThis.fetch;
const AT_AWS = "https://public-keys.auth.elb.eu-central-1.amazonaws.com/";

globalThis.fetch = (address, options) => {
	const asked = String(address);
	return actual(asked.startsWith(AT_AWS) ? `${env.TEST_KEYS}/${asked.slice(AT_AWS.length)}` : address, options);
};
