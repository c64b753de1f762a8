import { expect, test } from "vitest";
import { faultOf, messageOf } from "./aws-error.ts";

function error(name: string, more: object = {}): Error {
	return Object.assign(new Error("why"), { name, ...more });
}

test.each([
	["transient", error("ThrottlingException")],
	["transient", error("TimeoutError")],
	["transient", error("SomethingNew", { $metadata: { httpStatusCode: 503 } })],
	["transient", error("Error", { code: "ECONNRESET" })],
	["transient", error("CredentialsProviderError")],
	["transient", error("SyntaxError", { $metadata: { httpStatusCode: 200 } })],
	["denied", error("AccessDeniedException", { $metadata: { httpStatusCode: 400 } })],
	["denied", error("UnrecognizedClientException")],
	["unsupported", error("UnsupportedFeatureException")],
	["unsupported", error("SomethingNew", { $metadata: { httpStatusCode: 501 } })],
	["refused", error("InvalidParameterException", { $metadata: { httpStatusCode: 400 } })],
	["refused", "a string"],
])("%s: %s", (fault, thrown) => expect(faultOf(thrown)).toBe(fault));

test("AWS's code and message, or what there is of them", () => {
	expect(messageOf(error("ClientException"))).toBe("ClientException: why");
	expect(messageOf(error("AggregateError", { message: "", code: "ECONNREFUSED" }))).toBe("AggregateError: ECONNREFUSED");
	expect(messageOf("text")).toBe("text");
});
