# Keys, tokens and passwords, recognized by their known forms rather than by entropy.
package lib.credential

# What a text looks like, undefined when it is harmless; never the text itself. What every match holds is looked for first: that is
# far cheaper than matching.
kind(found) := "what cannot be read" if {
	not is_string(found)
} else := "a URL with a password" if {
	contains(found, "://")
	contains(found, "@")
	regex.match(`://[^/\s:@]*:([^/\s@$<{]|\$[^({A-Z_])[^/\s@]*@`, found)
} else := _token(found) if {
	count(found) >= 15
}

_token(found) := "an AWS access key" if {
	contains(found, "IA")
	regex.match(`\bA[KS]IA[A-Z0-9]{16}\b`, found)
} else := "a private key" if {
	contains(found, "PRIVATE KEY")
	regex.match(`-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY`, found)
} else := "a JSON Web Token" if {
	contains(found, "eyJ")
	regex.match(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]`, found)
} else := _vendor_token(found)

_vendor_token(found) := "a GitHub token" if {
	contains(found, "gh")
	regex.match(`\b(gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})`, found)
} else := "a GitLab token" if {
	contains(found, "glpat-")
	regex.match(`\bglpat-[A-Za-z0-9_-]{20}`, found)
} else := "a Slack token" if {
	contains(found, "xox")
	regex.match(`\bxox[abeoprs]-[A-Za-z0-9-]{10}`, found)
} else := "a Slack webhook" if {
	contains(found, "hooks.slack.com")
	regex.match(`hooks\.slack\.com/(services|workflows)/[A-Za-z0-9_/]{20}`, found)
} else := "a Stripe key" if {
	contains(found, "k_live_")
	regex.match(`\b[rs]k_live_[A-Za-z0-9]{16}`, found)
} else := "a Google API key" if {
	contains(found, "AIza")
	regex.match(`\bAIza[A-Za-z0-9_-]{35}`, found)
} else := "an npm token" if {
	contains(found, "npm_")
	regex.match(`\bnpm_[A-Za-z0-9]{36}`, found)
}

# The same for a word of a command, or a shell's whole line in one: there `--password=x` counts too, unless a variable, a path or
# an ARN stands in the place of the password.
in_command(found) := seen if {
	seen := kind(found)
} else := "a password" if {
	contains(found, "--")
	_names_a_secret(lower(found))
	regex.match(`--[a-z0-9_-]*(password|passwd|passphrase|token|secret|api[-_]?key)[= ]["']?[^-"'$<{/\s]`, lower(found))
	not regex.match(`--[a-z0-9_-]*(password|passwd|passphrase|token|secret|api[-_]?key)[= ]["']?arn:`, lower(found))
}

_names_a_secret(text) if {
	some name in ["passw", "passphrase", "token", "secret", "api"]
	contains(text, name)
}
