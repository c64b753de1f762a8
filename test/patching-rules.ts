/** Policies that mend, well and badly, for tests. */
import type { Rules } from "./rego-bundle.ts";

const patching = (violation: string, patch: string) => `${violation}\n\n# METADATA\n# entrypoint: true\npatch := ${patch}`;
const CONTAINERS = "some i, container in input.request.object.containerDefinitions";
export const PATCHING_RULES: Rules = {
	"t/init": patching(
		`violation contains {"msg": "no init", "field": $"/containerDefinitions/{i}/linuxParameters"} if {\n\t${CONTAINERS}\n\tnot container.linuxParameters\n}`,
		`[{"op": "add", "path": $"/containerDefinitions/{i}/linuxParameters", "value": {"initProcessEnabled": true}} | ${CONTAINERS}; not container.linuxParameters]`,
	),
	"t/sidecar": patching(
		`violation contains {"msg": "no sidecar"} if {\n\tnot _there\n}\n\n_there if {\n\tsome container in input.request.object.containerDefinitions\n\tcontainer.name == "sidecar"\n}`,
		`[{"op": "add", "path": "/containerDefinitions/0", "value": {"name": "sidecar", "image": "x"}} | not _there]`,
	),
	"t/family": patching(
		`violation contains {"msg": "another family", "field": "/family"} if input.request.object.family != input.parameters.family`,
		`[{"op": "replace", "path": "/family", "value": input.parameters.family} | input.request.object.family != input.parameters.family]`,
	),
	"t/restless": patching(
		`violation contains {"msg": "restless"} if input.request.name == "nobody"`,
		`[{"op": "add", "path": "/tags", "value": [{"key": "n", "value": sprintf("%d", [n])}]} | n := count(object.get(input.request.object, "tags", [])) + count(object.get(input.request.object, ["tags", 0, "value"], ""))]`,
	),
	"t/secret": patching(
		`violation contains {"msg": "m"} if input.request.name == "nobody"`,
		`[{"op": "add", "path": "/containerDefinitions/0/environment", "value": [{"name": "API_KEY", "value": "wJalrXUtnFEMIK7MDENG"}]} | not input.request.object.containerDefinitions[0].environment]`,
	),
	"t/tagged": patching(
		`violation contains {"msg": "no tags"} if not input.request.object.tags`,
		`[{"op": "add", "path": "/tags", "value": [{"key": "env", "value": "prod"}]} | not input.request.object.tags]`,
	),
	"t/typing": patching(
		`violation contains {"msg": "m"} if input.request.name == "nobody"`,
		`[{"op": "add", "path": "/cpu", "value": {"a": 1}} | not input.request.object.cpu]`,
	),
	"t/misspelt": patching(
		`violation contains {"msg": "m"} if input.request.name == "nobody"`,
		`[{"op": "add", "path": "/taskRole", "value": "x"} | not input.request.object.taskRole]`,
	),
	"t/failing": patching(
		`violation contains {"msg": "m"} if input.request.name == "nobody"`,
		`[{"op": "test", "path": "/family", "value": "other"}, {"op": "remove", "path": "/family"}]`,
	),
	"t/plain": `violation contains {"msg": "m"} if input.request.name == "nobody"`,
};
