package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

//go:embed dialect.rego
var dialectText string

//go:embed foreign.rego.tmpl
var wrapperText string

var wrapper = template.Must(template.New("foreign").Parse(wrapperText))

const dialectPath = "taskgate/dialect.rego"

// Kinds whose requests refer to a task definition: it runs, wherever it stands, so rules on task definitions judge it there too.
var referring = []string{"Service", "Task", "TaskSet"}

// withForeign adds one policy for each rule in the style of conftest or Gatekeeper, which asks that rule unchanged.
func (s sources) withForeign(modules map[string]*ast.Module, caps *ast.Capabilities) (map[string]*ast.Module, error) {
	if len(s.Bodies) == 0 || !hasForeign(modules) {
		return modules, nil
	}
	compiler, err := compiled(modules, caps)
	if err != nil {
		return nil, err
	}
	rules, errs := foreign(compiler)
	for _, rule := range rules {
		errs = append(errs, rule.checkStyle()...)
	}
	if len(errs) > 0 {
		return nil, distinct(errs)
	}
	texts := map[string]string{dialectPath: dialectText}
	for _, rule := range rules {
		at, text, err := s.wrapped(rule, modules)
		if err != nil {
			return nil, err
		}
		texts[at] = text
	}
	v1 := 1
	made, err := sources{Files: texts, RegoVersion: &v1}.parse(nil, every)
	if err != nil {
		return nil, err
	}
	for at, module := range modules {
		if made[at] != nil {
			return nil, fmt.Errorf("%s: this path is kept for what Taskgate makes of policies in the style of conftest and Gatekeeper", at)
		}
		made[at] = module
	}
	return made, nil
}

// distinct names a place once, though several rules lead there.
func distinct(errs ast.Errors) ast.Errors {
	seen := map[string]bool{}
	return slices.DeleteFunc(errs, func(e *ast.Error) bool {
		known := seen[e.Error()]
		seen[e.Error()] = true
		return known
	})
}

// wrapped is the Rego of one policy, and its path.
func (s sources) wrapped(rule *foreignRule, modules map[string]*ast.Module) (string, string, error) {
	about := rule.about(modules)
	objects, definitions := s.kinds(rule.reads, about.kinds)
	pkg := ast.MustParseRef("data.taskgate.foreign").Concat(rule.id()[1:])
	custom := about.custom
	custom["kinds"] = slices.Compact(slices.Sorted(slices.Values(slices.Concat(objects, definitions))))
	if strings.HasPrefix(rule.name, "warn") {
		custom["advisory"] = true
	}
	custom["parameters"], custom["openParameters"] = rule.parameters()
	fields := map[string]any{
		"Rule":        rule.ref().String(),
		"Name":        quoted(rule.name),
		"Place":       quoted(fmt.Sprintf("%s:%d", rule.at().File, rule.at().Row)),
		"Package":     strings.TrimPrefix(pkg.String(), "data."),
		"Title":       quoted(about.title),
		"Description": quoted(about.description),
		"Custom":      quoted(custom),
		"Objects":     set(objects),
		"Definitions": set(definitions),
		"Places":      quoted(rule.reads.places()),
		"Input":       "document",
	}
	if members, whole := rule.reads.members(); !whole && len(members) > 0 && !s.knowsAny(members) {
		fields["Alien"] = quoted(fmt.Sprintf("the rule reads %s, which no request body of ECS has", strings.Join(members, ", ")))
	}
	if rule.gatekeeper {
		fields["Input"] = `{"review": dialect.review(at, document), "parameters": input.parameters}`
	} else if rule.exception != nil {
		fields["ExceptionPlaces"] = quoted(rule.exception.places())
		_, name, _ := strings.Cut(rule.name, "_")
		fields["Exception"] = rule.pkg.Append(ast.StringTerm("exception")).String()
		fields["ExceptionName"], fields["ExceptionTitle"] = quoted(name), quoted(rule.exceptionTitle(name))
	}
	var out bytes.Buffer
	if err := wrapper.Execute(&out, fields); err != nil {
		return "", "", err
	}
	names := make([]string, 0, len(pkg))
	for _, term := range pkg[1:] {
		names = append(names, string(term.Value.(ast.String)))
	}
	return path.Join(names...) + ".rego", out.String(), nil
}

func (r *foreignRule) exceptionTitle(name string) string {
	return fmt.Sprintf("exception %q of package %s", name, strings.TrimPrefix(r.pkg.String(), "data."))
}

// kinds are those of which the rule judges the object itself, and those of which it judges the task definition they refer to.
// `tags`, which nearly every body has, decides alone only. `wanted` is what METADATA says.
func (s sources) kinds(reads *reading, wanted []string) (objects, definitions []string) {
	members, whole := reads.members()
	if len(members) > 1 {
		members = slices.DeleteFunc(members, func(name string) bool { return name == "tags" })
	}
	for _, kind := range util.KeysSorted(s.Bodies) {
		body := s.Bodies[kind]
		if slices.ContainsFunc(members, func(name string) bool { return slices.Contains(body, name) }) {
			objects = append(objects, kind)
		}
	}
	if whole || len(objects) == 0 {
		objects = slices.DeleteFunc(util.KeysSorted(s.Bodies), func(kind string) bool { return len(s.Bodies[kind]) == 0 })
	}
	if slices.Contains(objects, "TaskDefinition") && !slices.Equal(members, []string{"tags"}) {
		definitions = slices.Clone(referring)
	}
	if len(wanted) == 0 {
		return objects, definitions
	}
	asked := func(kind string) bool { return !slices.Contains(wanted, kind) }
	definitions = slices.DeleteFunc(definitions, asked)
	objects = slices.DeleteFunc(objects, asked)
	for _, kind := range wanted {
		if !slices.Contains(objects, kind) && !slices.Contains(definitions, kind) {
			objects = append(objects, kind)
		}
	}
	return objects, definitions
}

// knowsAny: otherwise the rule was written for documents of another kind, such as Kubernetes manifests or templates.
func (s sources) knowsAny(members []string) bool {
	return slices.ContainsFunc(util.Values(s.Bodies), func(body []string) bool {
		return slices.ContainsFunc(members, func(name string) bool { return slices.Contains(body, name) })
	})
}

// parameters of a constraint that the rule names, and whether it may read others.
func (r *foreignRule) parameters() (map[string]any, bool) {
	named := map[string]any{}
	if r.gatekeeper {
		for name := range r.reads.parameters {
			named[name] = map[string]any{"description": fmt.Sprintf("input.parameters.%s of the rule %s", name, r.name)}
		}
	}
	return named, r.gatekeeper && r.reads.anyParameters
}

func set(names []string) string {
	if len(names) == 0 {
		return ""
	}
	texts := make([]string, 0, len(names))
	for _, name := range names {
		texts = append(texts, quoted(name))
	}
	return "{" + strings.Join(texts, ", ") + "}"
}

// quoted is JSON, which is YAML and Rego as well.
func quoted(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
