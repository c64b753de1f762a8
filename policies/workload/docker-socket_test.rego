package policies.workload["docker-socket_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["docker-socket"] as docker_socket

mounting(path) := fixture.with_member("/volumes/0/host", {"sourcePath": path})

docker_volume(options) := fixture.with_member("/volumes/0", {
	"name": "data",
	"dockerVolumeConfiguration": {"driver": "local", "driverOpts": options},
})

test_allows_harmless if {
	count(docker_socket.violation) == 0 with input as fixture.compliant
	every path in ["/data", "/var/lib/app", "/var/run/app.sock", "/runner", "/var/run/../log", "/proc/net", "/proc/sys", "/procs", "/data/1/root", "/data/proc/1", "C:\\data", ""] {
		count(docker_socket.violation) == 0 with input as mounting(path)
	}
}

test_refuses_sockets if {
	every path in [
		"/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/var/run/containerd",
		"/run/dockershim.sock", "/run/host-containerd/host-containerd.sock", "/run/crio/crio.sock",
		"/run/podman/podman.sock", "/run/api.sock", "\\\\.\\pipe\\docker_engine", "//./pipe/Docker_Engine",
	] {
		found := docker_socket.violation with input as mounting(path)
		fixture.fields(found) == {"/volumes/0/host/sourcePath"}
	}
}

test_refuses_parents if {
	every path in ["/", "/run", "/var", "/var/run", "/var/run/", "/run/docker", "/run/."] {
		count(docker_socket.violation) == 1 with input as mounting(path)
	}
}

test_refuses_detours if {
	every path in [
		"/var/run/../run/docker.sock", "//var//run//docker.sock", "/var/./run/docker.sock/", "/data/../var/run/docker.sock",
		"/../../run/docker.sock", "/a/b/../../run", " /run/docker.sock ", "run/docker.sock", "/proc/1/root",
		"/proc/self/root/data", "/proc/1/cwd", "/proc", "/proc/", "/proc/self", "/proc/1", "/proc/1/task/1/root", "/proc/thread-self/fd/3", "/data/..",
	] {
		count(docker_socket.violation) == 1 with input as mounting(path)
	}
}

test_refuses_endless_climbing if {
	path := concat("/", [name | some _ in numbers.range(1, 100); some name in ["a", ".."]])
	count(docker_socket.violation) == 1 with input as mounting(path)
}

test_refuses_bind_by_docker_volume if {
	found := docker_socket.violation with input as docker_volume({"type": "none", "o": "bind", "device": "/run"})
	fixture.fields(found) == {"/volumes/0/dockerVolumeConfiguration/driverOpts/device"}
}

test_refuses_bind_disguised_as_nfs if {
	options := {"type": "nfs", "o": "rw,rbind", "device": "/run/docker.sock"}
	count(docker_socket.violation) == 1 with input as docker_volume(options)
}

test_allows_remote_docker_volume if {
	options := {"type": "nfs", "o": "addr=10.0.0.1,rw", "device": ":/"}
	count(docker_socket.violation) == 0 with input as docker_volume(options)
}

test_refuses_when_run if {
	found := docker_socket.violation with input as fixture.running(mounting("/run/docker.sock"))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/host/sourcePath"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["/data"], {}] {
		count(docker_socket.violation) == 1 with input as mounting(wrong)
	}
	count(docker_socket.violation) == 1 with input as fixture.with_member("/volumes", "/data")
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/host", "/volumes/0/host/sourcePath"]) {
		found := docker_socket.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_docker_volume if {
	found := docker_socket.violation with input as docker_volume({"device": fixture.marker})
	fixture.only_unknown(found, "/volumes/0/dockerVolumeConfiguration/driverOpts/device")
}
