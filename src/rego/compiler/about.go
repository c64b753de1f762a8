package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// What Taskgate's own METADATA may hold under `custom`, and a foreign rule's as well.
var customKeys = []string{"severity", "remediation", "references", "aliases", "deprecated"}

// about is what the catalogue says of a foreign policy: its own METADATA where there is any, else its name.
type about struct {
	title, description string
	kinds              []string
	custom             map[string]any
}

func (r *foreignRule) about(modules map[string]*ast.Module) about {
	style := "conftest"
	if r.gatekeeper {
		style = "Gatekeeper"
	}
	pkg := strings.TrimPrefix(r.pkg.String(), "data.")
	found := about{
		title:       title(pkg, r.name),
		description: fmt.Sprintf("The rule %s of package %s, in the style of %s.", r.name, pkg, style),
		custom:      map[string]any{"severity": "medium", "remediation": "What to do is in the message."},
	}
	if r.id().Equal(r.pkg) {
		found.title = pkg
	}
	for _, annotation := range r.annotations(modules) {
		if annotation.Title != "" {
			found.title = annotation.Title
		}
		if annotation.Description != "" {
			found.description = annotation.Description
		}
		for _, key := range customKeys {
			if value := annotation.Custom[key]; fits(key, value) {
				found.custom[key] = value
			}
		}
		if kinds, ok := annotation.Custom["kinds"].([]any); ok {
			found.kinds = nil
			for _, kind := range kinds {
				if name, ok := kind.(string); ok && slices.Contains(knownKinds, name) {
					found.kinds = append(found.kinds, name)
				}
			}
		}
	}
	severity, _ := found.custom["severity"].(string)
	if found.custom["severity"] = strings.ToLower(severity); !slices.Contains(severities, strings.ToLower(severity)) {
		found.custom["severity"] = "medium"
	}
	return found
}

var severities = []string{"critical", "high", "medium", "low"}

var knownKinds = []string{
	"TaskDefinition", "Task", "TaskSet", "Service", "DaemonTaskDefinition", "Daemon", "ExpressGatewayService",
	"Cluster", "CapacityProvider", "TaskExec", "Tags", "AccountSetting", "RuntimeAlert",
}

// fits keeps what means something else to other tools out of the catalogue.
func fits(key string, value any) bool {
	switch value := value.(type) {
	case string:
		return key == "severity" || key == "remediation" && strings.TrimSpace(value) != ""
	case bool:
		return key == "deprecated"
	case []any:
		texts := !slices.ContainsFunc(value, func(item any) bool { text, ok := item.(string); return !ok || text == "" })
		return (key == "references" || key == "aliases") && texts
	default:
		return false
	}
}

// annotations from the package's, where it holds this one rule alone, to the rule's own.
func (r *foreignRule) annotations(modules map[string]*ast.Module) []*ast.Annotations {
	var ofPackage, ofRule []*ast.Annotations
	names := map[string]bool{}
	for _, path := range util.KeysSorted(modules) {
		module := modules[path]
		if !module.Package.Path.Equal(r.pkg) {
			continue
		}
		for _, annotation := range module.Annotations {
			if annotation.Scope == "package" {
				ofPackage = append(ofPackage, annotation)
			}
		}
		for _, rule := range module.Rules {
			if name := headName(rule); name == r.name {
				ofRule = append(ofRule, rule.Annotations...)
			} else if foreignName.MatchString(name) {
				names[name] = true
			}
		}
	}
	if len(names) > 0 {
		return ofRule
	}
	return append(ofPackage, ofRule...)
}

// title makes "Run as root" of deny_run_as_root, and keeps the package where the rule has no name of its own.
func title(pkg, rule string) string {
	_, name, named := strings.Cut(rule, "_")
	if !named {
		return pkg + ": " + rule
	}
	words := strings.ReplaceAll(name, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}
