"""Cloud Custodian's way of an event, offline: its own CloudTrail mode, with the resource handed to it instead of asked of AWS.

First line in: {"policies": [...]}; out: {"version"}. Each further line in: {"resource", "event", "calls"}; out: {"microseconds" per call
for all policies, "matched": names of those whose filters match}.
"""

import json
import logging
import sys
import time

from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources
from c7n.version import version

logging.disable(logging.CRITICAL)


def main():
    given = json.loads(sys.stdin.readline())
    load_resources(("aws.ecs-task-definition",))
    options = Config.empty(region="eu-central-1", regions=["eu-central-1"], account_id="111122223333", output_dir="/dev/null", log_group=None)
    mode = {"type": "cloudtrail", "role": "arn:aws:iam::111122223333:role/custodian", "events": [EVENT]}
    data = [{"resource": "aws.ecs-task-definition", "mode": mode, **policy} for policy in given["policies"]]
    policies = list(PolicyCollection.from_data({"policies": data}, options))
    modes = [(policy.name, policy.get_execution_mode()) for policy in policies]
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        matched = []
        start = time.perf_counter()
        for _ in range(job["calls"]):
            matched = [name for name, mode in modes if found(mode, job)]
        took = time.perf_counter() - start
        print(json.dumps({"microseconds": took * 1e6 / job["calls"], "matched": matched}), flush=True)


EVENT = {"source": "ecs.amazonaws.com", "event": "RegisterTaskDefinition", "ids": "responseElements.taskDefinition.taskDefinitionArn"}


def found(mode, job):
    """What the mode does once it has its resource: whether the policy may run, then its filters."""
    policy = mode.policy
    if not policy.is_runnable(job["event"]):
        return False
    resources = policy.resource_manager.filter_resources([dict(job["resource"])], job["event"])
    return len(resources) > 0


main()
