# The user that a container's processes run as: user, user:group, uid, uid:gid, user:gid or uid:group.
package lib.user

# True for a user that is named and is not root. Docker reads a number with Go's Atoi, so 00, +0 and -0 are root too; without
# a user the image decides, and most images say root.
not_root(user) if {
	name := lower(trim_space(split(user, ":")[0]))
	name != "root"
	trim_left(trim_left(name, "+-"), "0") != ""
}
