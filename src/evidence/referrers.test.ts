import { expect, it } from "vitest";
import { nextPage } from "./referrers.ts";

it.each([
	[undefined, undefined],
	["", undefined],
	['</v2/web/referrers/sha256:a?last=b&n=1>; rel="next"', "?last=b&n=1"],
	["</v2/web/referrers/sha256:a?last=b>;rel=next", "?last=b"],
	['<https://elsewhere.example/v2/web/referrers/sha256:a?last=b>; title="more"; rel="next"', "?last=b"],
	['</first>; rel="first", <?last=c>; rel="next"', "?last=c"],
	['<?last=b>; rel="prev"', undefined],
	['<?last=b>; rel="nextish"', undefined],
	['<https://[>; rel="next"', undefined],
])("of the Link header %s the next page's query is %s", (link, query) => {
	expect(nextPage(link)).toBe(query);
});
