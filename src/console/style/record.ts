/** One decision: what was asked, the object with its marks, the answers. */
export const RECORD = `
.answers > li { border-top: 1px solid var(--line); padding: .7rem 0; } .answers > li:first-child { border-top: 0; padding-top: 0; } .answers > li:last-child { padding-bottom: 0; }
.answers p { max-width: 90ch; }
.object .line { display: block; padding: 0 .5rem; border-left: 3px solid transparent; }
.object .line.marked { border-left-color: var(--bad); background: var(--bad-back); }
.object .line.marked.warn, .object .line.marked.dryrun, .object .line.marked.unknown { border-left-color: var(--doubt); background: var(--doubt-back); }
.object .line.marked.exempted { border-left-color: var(--quiet); background: var(--soft); }
.object .line:target, .answers > li:target { outline: 2px solid var(--link); outline-offset: -1px; border-radius: .2rem; }
.object .note { font-family: system-ui, sans-serif; font-size: .8125rem; margin-left: 1rem; }
.object .unknown, .object .masked { font-style: italic; color: var(--quiet); border: 1px dashed var(--quiet); border-radius: .25rem; padding: 0 .3rem; }
.object .key { color: light-dark(#0b4f9e, #8cc4ff); }
.diff { overflow-x: auto; margin: .5rem 0 0; } .diff .added { color: var(--good); background: var(--good-back); } .diff .removed { color: var(--bad); background: var(--bad-back); } .diff .hunk { color: var(--quiet); }
mark { background: none; color: var(--bad); font-weight: 700; text-decoration: underline wavy; text-underline-offset: .2em; }
.card > .chart { border: 0; padding: 0; margin: 0; } .chart figcaption { font-size: .875rem; } .figures-of table { margin: .5rem 0; } .figures-of caption { text-align: left; font-size: .8125rem; color: var(--quiet); padding: .4rem .75rem; }
.plain > li { padding: .2rem 0; } .plain > li + li { border-top: 1px solid var(--line); }
.spark { display: block; width: 8rem; height: 1.4rem; color: var(--quiet); } .spark .now { color: var(--text); }
.point .id { font-size: 1rem; font-weight: 600; }
.reach { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: .05rem .55rem; font-size: .8125rem; } .reach.prevent { color: var(--good); } .reach.revert { color: var(--doubt); } .reach.report { color: var(--quiet); }
.point h2 { margin: 0 0 .15rem; }
.login { max-width: 22rem; margin: 0 auto; } .bare main { max-width: 26rem; padding-top: 14vh; } .login form { display: grid; gap: .75rem; margin-top: 1rem; }
.playground { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .75rem 1rem; } .playground .buttons { grid-column: 1 / -1; } .playground textarea { min-height: 26rem; }
`;

export const PAPER = `
@media print {
	:root { color-scheme: light; } body { background: #fff; font-size: 10pt; } main, .top { max-width: none; padding: 0; }
	nav, .skip, form.filters, .pages, .switch { display: none; } .card, tr, .answers > li { break-inside: avoid; }
	.object .line.marked, .verdict, .severity.critical { print-color-adjust: exact; } a { color: inherit; text-decoration: none; } details { display: block; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) { .verdict, .severity, .word, .state { border-color: currentColor; } }
`;
