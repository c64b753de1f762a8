"""Which patterns match which events, by moto's matcher: {"patterns": {…}, "events": […]} on standard input, a list of names per event out."""

import json
import sys

from moto.events.models import EventPattern

asked = json.load(sys.stdin)
patterns = {name: EventPattern.load(json.dumps(pattern)) for name, pattern in asked["patterns"].items()}
json.dump([[name for name, pattern in patterns.items() if pattern.matches_event(event)] for event in asked["events"]], sys.stdout)
