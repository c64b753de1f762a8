# The task definition's volumes by what they are made of, and the EBS volumes that a call attaches to its tasks.
package lib.storage

import data.lib.launch
import data.lib.value
import data.lib.workload

# {"name", "found", "at"} of every volume with this configuration, such as `efsVolumeConfiguration`; `at` is its JSON pointer.
configured(member) := [{"name": name, "found": found, "at": workload.at($"volumes/{i}/{member}")} |
	some i, volume in value.list(workload.definition, "volumes")
	found := value.get(volume, member, _absent)
	found != _absent
	name := _name(volume, i)
]

_absent := "$absent"

_name(volume, i) := volume.name if {
	is_string(volume.name)
} else := i

# {"name", "found", "at"} of every EBS volume that ECS manages for the call's tasks. An update that does not mention volumes keeps
# those of the service's newest deployment: DescribeServices tells them nowhere else.
ebs := [{"name": _name(volume, i), "found": found, "at": at} |
	some attached in _attached
	some i, volume in attached.list
	at := $"{attached.field}/{i}/managedEBSVolume"
	found := value.get(volume, "managedEBSVolume", _absent)
	found != _absent
]

_attached := [{"list": value.list(deployment, "volumeConfigurations"), "field": field} |
	some i, deployment in value.list(_service, "deployments")
	_newest(value.get(deployment, "status", value.malformed))
	field := $"/context/service/deployments/{i}/volumeConfigurations"
] if {
	startswith(_setting.field, "/context/")
	not is_array(object.get(_service, "volumeConfigurations", null))
} else := [{"list": value.list({"given": _setting.value}, "given"), "field": _setting.field}]

_newest(status) if status == "PRIMARY"

_newest(status) if not is_string(status)

_setting := launch.setting("volumeConfigurations", [])

_service := object.get(input.request, ["context", "service"], value.malformed)
