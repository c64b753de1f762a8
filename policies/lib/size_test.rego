package lib.size_test

import data.lib.size

test_cpu if {
	every text, units in {"256": 256, "1 vCPU": 1024, "1vcpu": 1024, ".25 vcpu": 256, "0.5 VCPU": 512, "032": 32} {
		size.cpu(text) == units
	}
	size.cpu(1024) == 1024
	size.cpu(0) == 0
}

test_memory if {
	every text, mebibytes in {"512": 512, "2 GB": 2048, "2gb": 2048, ".5 gb": 512, "1.5 GB": 1536} {
		size.memory(text) == mebibytes
	}
	size.memory(64) == 64
}

test_of_no_size if {
	every wrong in [
		"", " ", "much", "1 GB ", "-1", "1e9", "0x10", "1.", ".", "1.2.3", "Infinity", " 1", "vcpu", "1 2 vcpu", null, true, [], {}, -1,
		".vcpu", "1..5",
	] {
		not size.cpu(wrong)
	}
	every wrong in ["1 vcpu", "gb", "2 MB", "2 TB", "1,5 GB"] {
		not size.memory(wrong)
	}
}
