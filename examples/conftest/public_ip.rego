# Services and RunTask, in the syntax from before Rego v1.
package main

deny_public_ip[msg] {
	input.networkConfiguration.awsvpcConfiguration.assignPublicIp == "ENABLED"
	msg := "the task gets a public IP address"
}
