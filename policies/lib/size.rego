# Sizes of tasks and containers, in every spelling that ECS takes: 1024, "1024", "1 vCPU", "2GB", ".5 gb".
package lib.size

# CPU units; 1024 are one vCPU. Undefined for what is no size.
cpu(text) := _amount(text, "vcpu")

# MiB. Undefined for what is no size.
memory(text) := _amount(text, "gb")

_amount(number, _) := number if {
	is_number(number)
	number >= 0
}

_amount(text, _) := _number(text)

_amount(text, unit) := 1024 * _number(trim_space(trim_suffix(lower(text), unit))) if endswith(lower(text), unit)

# Digits, with one point among them at most; nothing else that a computer would take for a number.
_number(text) := to_number($"0{text}") if {
	trim(text, "0123456789.") == ""
	trim(text, ".") != ""
	not endswith(text, ".")
	strings.count(text, ".") < 2
}
