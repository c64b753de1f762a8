"""Makes ECS calls, `[[operation, parameters], …]` on standard input, with boto3 or with the AWS CLI in this one process."""

import contextlib
import io
import json
import sys

import boto3
from awscli.clidriver import create_clidriver
from botocore import xform_name
from botocore.exceptions import ClientError


def with_boto3(calls):
    client = boto3.client("ecs")
    for operation, parameters in calls:
        try:
            getattr(client, xform_name(operation))(**parameters)
            yield [operation, None]
        except ClientError as error:
            yield [operation, str(error)]


def with_cli(calls):
    driver = create_clidriver()
    for operation, parameters in calls:
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            code = driver.main(["ecs", xform_name(operation, "-"), "--cli-input-json", json.dumps(parameters)])
        yield [operation, None if code == 0 else said.getvalue().strip()]


calls = json.load(sys.stdin)
print(json.dumps(list(with_boto3(calls) if sys.argv[1] == "boto3" else with_cli(calls))))
