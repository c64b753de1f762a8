import { CHART_STYLE } from "../chart-style.ts";

/** The HTML report's stylesheet. Every colour has a contrast of 4.5 or more on its ground, in both schemes. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#f6f8fa, #0d1117); --card: light-dark(#fff, #161b22); --text: light-dark(#1f2328, #e6edf3); --quiet: light-dark(#57606a, #9aa4af); --line: light-dark(#d8dee4, #30363d); --allowed: light-dark(#1a7f37, #3fb950); --denied: light-dark(#b3261e, #ff7b72); --undecided: light-dark(#8a5a00, #e3b341); --exempted: light-dark(#5b4bb5, #b3a5ff); --link: light-dark(#0550ae, #79c0ff); --mark: light-dark(#fff1c2, #4a3a00); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; background: var(--ground); color: var(--text); }
h1 { font-size: 1.6rem; margin: 0 0 .6rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; overflow-wrap: anywhere; }
h4 { font-size: .95rem; margin: 0; overflow-wrap: anywhere; }
h5 { font-size: .85rem; margin: .6rem 0 .2rem; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; }
.quiet, .figure-says { color: var(--quiet); font-weight: normal; }
.figure-says { font-size: .9rem; max-width: 46rem; }
.scope { font-size: .9rem; margin: 0 0 1rem; }
.scope div { display: flex; gap: .8rem; }
.scope dt { color: var(--quiet); flex: 0 0 7.5rem; }
.scope dd { margin: 0; overflow-wrap: anywhere; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; margin: 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .8rem; }
.figures dt { color: var(--quiet); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.3rem; font-weight: 600; }
.alarm { border: 2px solid var(--undecided); border-radius: .4rem; background: var(--card); margin: 1.2rem 0; padding: .2rem 1rem .8rem; }
.alarm h2 { color: var(--undecided); margin-top: .6rem; }
.object { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--line); border-radius: .4rem; margin: .6rem 0; padding: .7rem 1rem; }
.object.allowed { border-left-color: var(--allowed); }
.object.denied, .object.deny { border-left-color: var(--denied); }
.object.undecided, .object.warn { border-left-color: var(--undecided); }
.object.exempted { border-left-color: var(--exempted); }
.verdict.allowed, .figures .allowed dd { color: var(--allowed); }
.verdict.denied, .figures .denied dd, .deny .action, td.denied { color: var(--denied); }
.verdict.undecided, .figures .undecided dd, .warn .action, td.undecided, .soon { color: var(--undecided); }
.exempted .action, .excuse { color: var(--exempted); }
td.denied, td.undecided { font-weight: 600; }
.verdict { white-space: nowrap; }
.action { font-weight: 600; }
.severity { border: 1px solid var(--line); border-radius: 1rem; font-size: .8rem; padding: .05rem .6rem; white-space: nowrap; }
.findings > li { border-top: 1px solid var(--line); margin-top: .6rem; padding-top: .6rem; }
.finding { margin: .3rem 0; }
.notes li { font-size: .9rem; overflow-wrap: anywhere; padding: .1rem 0; }
.excerpt { background: var(--ground); border: 1px solid var(--line); border-radius: .3rem; font-size: .85rem; line-height: 1.45; margin: .4rem 0; padding: .4rem .6rem; white-space: pre-wrap; overflow-wrap: anywhere; break-inside: avoid; }
mark { background: var(--mark); color: inherit; font-weight: 600; }
summary { cursor: pointer; }
summary h3 { display: inline; }
.policy, .standard { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: .5rem 1rem; }
.policy > .object { background: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; }
caption { color: var(--quiet); font-size: .85rem; padding: .3rem 0; text-align: left; }
th, td { border-top: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }
thead th { border-top: 0; color: var(--quiet); font-weight: normal; }
tbody th { font-weight: normal; overflow-wrap: anywhere; }
footer { color: var(--quiet); font-size: .85rem; margin-top: 2rem; }
${CHART_STYLE}
@media (max-width: 40rem) { body { padding: .8rem; } .wide table { min-width: 36rem; } .bars .bar { min-width: 3.5rem; width: 20%; } .bars thead .number { white-space: normal; } .bars td.number { min-width: 6.5rem; white-space: normal; } .wide tbody th { min-width: 10rem; } .scope div { display: block; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { :root { color-scheme: light; } body { background: #fff; font-size: 10pt; max-width: none; padding: 0; } .skip { display: none; } details::details-content { content-visibility: visible; display: block; height: auto; } details > summary { list-style: none; } h2, h3, h4, summary { break-after: avoid; } .wide { overflow: visible; } tr, .finding { break-inside: avoid; } mark { print-color-adjust: exact; } }
`;
