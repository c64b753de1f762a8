/** The HTML report's stylesheet. Every colour has a contrast of 4.5 or more on its ground, in both schemes. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#f6f8fa, #0d1117); --card: light-dark(#fff, #161b22); --text: light-dark(#1f2328, #e6edf3); --quiet: light-dark(#57606a, #9aa4af); --line: light-dark(#d8dee4, #30363d); --allowed: light-dark(#1a7f37, #3fb950); --denied: light-dark(#b3261e, #ff7b72); --undecided: light-dark(#8a5a00, #e3b341); --link: light-dark(#0550ae, #79c0ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; background: var(--ground); color: var(--text); }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h4 { font-size: .9rem; margin: .75rem 0 .25rem; }
p { margin: .15rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; }
.quiet { color: var(--quiet); font-weight: normal; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; margin: 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .8rem; }
.figures dt { color: var(--quiet); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.3rem; font-weight: 600; }
.object { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--line); border-radius: .4rem; margin: .6rem 0; padding: .7rem 1rem; }
.object.allowed { border-left-color: var(--allowed); }
.object.denied { border-left-color: var(--denied); }
.object.undecided { border-left-color: var(--undecided); }
.allowed .verdict, .figures .allowed dd { color: var(--allowed); }
.denied .verdict, .figures .denied dd, .deny .action { color: var(--denied); }
.undecided .verdict, .figures .undecided dd, .warn .action { color: var(--undecided); }
.action { font-weight: 600; }
.severity { border: 1px solid var(--line); border-radius: 1rem; font-size: .8rem; padding: .05rem .6rem; }
.findings li { border-top: 1px solid var(--line); break-inside: avoid; margin-top: .6rem; padding-top: .6rem; }
.notes li { font-size: .9rem; overflow-wrap: anywhere; padding: .1rem 0; }
footer { color: var(--quiet); font-size: .85rem; margin-top: 2rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { body { background: #fff; max-width: none; padding: 0; } .skip { display: none; } }
`;
