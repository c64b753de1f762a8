import { expect, test } from "vitest";
import { decision, EVERYTHING, reportOf, STYLE, violation } from "../../test/reported.ts";
import { csvReport } from "./csv.ts";

/** As RFC 4180 says, nothing else. */
function parse(csv: string): readonly (readonly string[])[] {
	expect(csv.endsWith("\r\n")).toBe(true);
	return csv
		.slice(0, -2)
		.split("\r\n")
		.map((line) =>
			[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ""),
		);
}

const HEADER = "source,line,kind,name,verdict,policy,severity,action,message,field,remediation,constraint,exemption";

test("the columns are stable, and every line has them all", () => {
	const csv = csvReport(EVERYTHING, STYLE);
	expect(csv.split("\r\n")[0]).toBe(HEADER);
	for (const line of parse(csv)) expect(line).toHaveLength(13);
});

test("one line per finding, and one for an object without any", () => {
	const lines = parse(csvReport(EVERYTHING, STYLE)).map((line) => [line[0], line[1], line[5], line[7], line[8]]);
	expect(lines.slice(1, 12)).toEqual([
		["deploy/web.json", "12", "workload/privileged", "deny", "container app is privileged"],
		["deploy/web.json", "30", "workload/privileged", "deny", "container sidecar is privileged"],
		["deploy/web.json", "12", "image/latest-tag", "warn", "moving tag"],
		["deploy/web.json", "12", "image/digest", "dryrun", "no digest"],
		["deploy/web.json", "12", "image/registry", "exempted", "elsewhere"],
		["deploy/web.json", "12", "image/other", "exempted", "elsewhere"],
		["deploy/web.json", "1", "a/b", "failed", "it ran too long"],
		["deploy/web.json", "1", "", "", ""],
		["arn:aws:ecs:eu-central-1:111122223333:service/main/web", "1", "", "", ""],
		["deploy/service.json", "7", "a/a", "unknown", "Ref Image: image cannot be judged"],
		["deploy/service.json", "7", "a/b", "unknown", "Ref Image: image cannot be judged"],
	]);
});

test("what holds a comma or a quote is quoted", () => {
	const given = decision({ name: 'a "quoted", name', violations: [violation({ message: "a\nb" })] });
	const csv = csvReport(reportOf([given]), STYLE);
	expect(csv).toContain('"a ""quoted"", name"');
	expect(parse(csv)[1]?.slice(3, 9)).toEqual(['a "quoted", name', "allowed", "workload/privileged", "critical", "deny", "a b"]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x","y")'])("%j is no formula", (name) => {
	const [, line] = parse(csvReport(reportOf([decision({ name })]), STYLE));
	expect(line?.[3]).toMatch(/^'/);
});

test("nothing is left that a terminal would obey", () => {
	const csv = csvReport(EVERYTHING, STYLE);
	for (const obeyed of ["\u001b", "\u0007", "\u009b", "\u202e"]) expect(csv).not.toContain(obeyed);
});
