/** A Region for one test file: all of them share one moto, and what one file lists must not hold what another made. */
import { basename } from "node:path";

/** Such as `eu-registerpatched-1` of `register-patched.test.ts`. moto takes any that is well-formed, but one that AWS does not have has no subnets. */
export function ownRegion({ filename }: ImportMeta): string {
	return `eu-${basename(filename, ".test.ts").replaceAll(/[^a-z0-9]/g, "")}-1`;
}
