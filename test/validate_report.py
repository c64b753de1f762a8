"""Holds a report on standard input against its official schema, `ocsf` or `asff`, and writes what is wrong as a JSON list."""

import json
import re
import sys

import botocore.session
import botocore.validate
import jsonschema
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema


def ocsf(events):
    """By the version and the profiles that each event names itself."""
    validators = {}
    for event in events:
        version, profiles = event["metadata"]["version"], tuple(event["metadata"]["profiles"])
        if (version, profiles) not in validators:
            schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version))
            name = schema.lookup_class_name_from_uid(class_uid=event["class_uid"])
            validators[version, profiles] = jsonschema.Draft202012Validator(schema.get_class_schema(class_name=name, profiles=list(profiles)))
        for error in validators[version, profiles].iter_errors(event):
            yield f"{error.json_path}: {error.message[:300]}"


def asff(document):
    """By AWS's API model: members, types, patterns and enums, and the lengths and counts that its documentation states."""
    shape = botocore.session.get_session().get_service_model("securityhub").operation_model("BatchImportFindings").input_shape
    finding = shape.members["Findings"].member
    for i, one in enumerate(document["Findings"]):
        report = botocore.validate.ParamValidator().validate(one, finding)
        if report.has_errors():
            yield f"[{i}]: {report.generate_report()}"
        if len(json.dumps(one).encode()) > 240 * 1024:
            yield f"[{i}]: larger than 240 KB"
        yield from (f"[{i}]{error}" for error in bounds(one, finding))


def bounds(value, shape, at=""):
    said = re.sub(r"<[^>]+>", "", shape.documentation or "")
    if shape.type_name == "structure":
        for name, member in value.items():
            if name in shape.members:
                yield from bounds(member, shape.members[name], f"{at}.{name}")
    elif shape.type_name == "list":
        most = re.search(r"Maximum (?:number )?of (\d+)", said)
        if most and len(value) > int(most[1]):
            yield f"{at}: more than {most[1]}"
        for i, member in enumerate(value):
            yield from bounds(member, shape.member, f"{at}[{i}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from bounds(member, shape.value, f"{at}.{name}")
    elif shape.type_name == "string":
        most = re.search(r"Maximum (?:length )?of (\d+)", said)
        if most and len(value) > int(most[1]):
            yield f"{at}: longer than {most[1]}"
        pattern = shape.metadata.get("pattern")
        if pattern and not re.search(pattern, value):
            yield f"{at}: does not match {pattern}"
        if shape.enum and value not in shape.enum:
            yield f"{at}: {value} is none of {shape.enum}"


json.dump(list({"ocsf": ocsf, "asff": asff}[sys.argv[1]](json.load(sys.stdin)))[:20], sys.stdout)
