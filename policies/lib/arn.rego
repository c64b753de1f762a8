# ARNs: arn:partition:service:region:account:resource.
package lib.arn

# The members of an ARN; undefined for anything else.
parts(text) := {
	"service": found[2],
	"region": found[3],
	"account": found[4],
	"resource": concat(":", array.slice(found, 5, count(found))),
} if {
	found := split(text, ":")
	count(found) > 5
	found[0] == "arn"
	startswith(found[1], "aws")
}

# The bucket of an S3 object's ARN.
bucket(text) := split(found.resource, "/")[0] if {
	found := parts(text)
	found.service == "s3"
	contains(found.resource, "/")
}
