/** The console's one stylesheet: readable on paper and on a phone, light and dark. */
export const STYLESHEET = `
:root { color-scheme: light dark; --quiet: light-dark(#57606a, #9aa4af); --line: light-dark(#d8dee4, #30363d); --card: light-dark(#fff, #161b22); --allowed: light-dark(#1a7f37, #3fb950); --denied: light-dark(#b3261e, #ff7b72); --undecided: light-dark(#8a5a00, #e3b341); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#f6f8fa, #0d1117); color: light-dark(#1f2328, #e6edf3); }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; }
p { margin: .25rem 0; }
ol, ul { list-style: none; padding: 0; margin: .5rem 0; }
code { font-size: .85em; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; }
.alarm { border: 1px solid var(--denied); border-radius: .4rem; padding: .5rem .75rem; }
.decision { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--line); border-radius: .4rem; padding: .6rem .9rem; margin: .6rem 0; break-inside: avoid; }
.decision.allowed { border-left-color: var(--allowed); }
.decision.denied { border-left-color: var(--denied); }
.decision.undecided { border-left-color: var(--undecided); }
.allowed .verdict { color: var(--allowed); }
.denied .verdict { color: var(--denied); }
.undecided .verdict { color: var(--undecided); }
.consequence { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; margin-right: .3rem; }
.violations li { border-top: 1px solid var(--line); padding: .35rem 0; }
.consequences li::before { content: "→ "; color: var(--quiet); }
nav { margin-bottom: 1rem; font-size: .9rem; }
nav a { margin-right: 1rem; }
a { color: inherit; }
.point h2 { margin: 0 0 .25rem; font-family: ui-monospace, monospace; }
.point.prevent { border-left-color: var(--allowed); }
.point.revert { border-left-color: var(--undecided); }
.point dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .25rem 1rem; margin: .5rem 0 0; }
.point dt { color: var(--quiet); }
.point dd { margin: 0; }
.login { max-width: 20rem; margin: 20vh auto 0; }
.login form { display: grid; gap: .6rem; margin-top: 1rem; }
.login input, .login button { font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .4rem; }
[role=alert] { color: var(--denied); }
@media print { body { max-width: none; background: #fff; } }
`;
