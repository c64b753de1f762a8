# Made-up secrets. They are written in two parts, so that no scanner takes them for real ones.
package lib.credential_fixture_test

aws_key := concat("", ["AK", "IAIOSFODNN7EXAMPLE"])

url := concat("", ["postgres://app:", "hunter2@db.example:5432/app"])

letters := "abcdefghijklmnopqrstuvwxyz0123456789"

secrets := {
	aws_key: "an AWS access key",
	concat("", ["key=AS", "IAIOSFODNN7EXAMPLE;"]): "an AWS access key",
	concat("", ["-----BEGIN ", "PRIVATE KEY-----\nMIIE"]): "a private key",
	concat("", ["-----BEGIN ", "RSA PRIVATE KEY-----"]): "a private key",
	concat("", ["-----BEGIN ", "PGP PRIVATE KEY BLOCK-----"]): "a private key",
	concat("", ["gh", "p_", letters]): "a GitHub token",
	concat("", ["github_", "pat_", letters]): "a GitHub token",
	concat("", ["gl", "pat-", letters]): "a GitLab token",
	concat("", ["xo", "xb-1234567890-abcdef"]): "a Slack token",
	concat("", ["https://hooks.", "slack.com/services/T00000000/B00000000/0000"]): "a Slack webhook",
	concat("", ["sk_", "live_", letters]): "a Stripe key",
	concat("", ["AI", "za", letters]): "a Google API key",
	concat("", ["np", "m_", letters]): "an npm token",
	concat("", ["Bearer ey", "JhbGciOiJIUzI1NiJ9.ey", "JzdWIiOiIxIn0aa.c2ln"]): "a JSON Web Token",
	url: "a URL with a password",
	"redis://:hunter2@cache.example": "a URL with a password",
	"url=amqp://guest:guest@mq?x=1": "a URL with a password",
}
