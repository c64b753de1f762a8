/** Verdicts, words, severities, figures. */
export const MARKS = `
.verdict, .word, .severity, .state, .chip { display: inline-block; white-space: nowrap; font-size: .8125rem; line-height: 1.4; border-radius: 1rem; padding: .05rem .55rem; border: 1px solid transparent; }
.verdict { font-weight: 600; }
.verdict.allowed { color: var(--good); background: var(--good-back); }
.verdict.denied { color: var(--bad); background: var(--bad-back); }
.verdict.undecided { color: var(--doubt); background: var(--doubt-back); }
.word, .state, .chip { border-color: var(--line); color: var(--text); }
.word.prevented, .word.reverted { border-color: currentColor; color: var(--good); }
.word.not-prevented, .word.not-reverted { border-color: currentColor; color: var(--bad); }
.word.flagged, .word.would-prevent, .word.would-revert, .word.undecided { border-color: currentColor; color: var(--doubt); }
.severity { color: var(--text); border-color: var(--line); }
.severity.critical { background: var(--bad-back); color: var(--bad); font-weight: 600; border-color: transparent; }
.severity.high { color: var(--bad); }
.severity.medium { color: var(--doubt); }
.severity.low { color: var(--quiet); }
.state.open, .state.failed, .state.expired { color: var(--bad); border-color: currentColor; }
.state.exempted, .state.withheld, .state.expiring { color: var(--doubt); border-color: currentColor; }
.state.resolved, .state.done { color: var(--good); border-color: currentColor; }
.chips { display: flex; flex-wrap: wrap; gap: .25rem .5rem; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: .25rem 0 .75rem; }
.figure b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
.figure span { color: var(--quiet); font-size: .8125rem; }
.figure.bad b { color: var(--bad); } .figure.doubt b { color: var(--doubt); } .figure.good b { color: var(--good); }
.attention > li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 .7rem; padding: .55rem 0; border-top: 1px solid var(--line); }
.attention > li:first-child { border-top: 0; padding-top: 0; } .attention > li:last-child { padding-bottom: 0; }
.attention .sign { font-weight: 700; width: 1.4rem; height: 1.4rem; line-height: 1.4rem; text-align: center; border-radius: 50%; font-size: .8125rem; }
.attention .bad .sign { color: var(--bad); background: var(--bad-back); } .attention .doubt .sign { color: var(--doubt); background: var(--doubt-back); } .attention .info .sign { color: var(--quiet); background: var(--soft); }
.attention p { margin: 0; } .attention .bad > .sign + div > p:first-child { font-weight: 600; }
.newest > li { display: grid; grid-template-columns: 10rem 12.5rem minmax(0, 1fr); gap: .1rem .75rem; align-items: baseline; padding: .35rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; font-size: .875rem; } .row-head + .newest { margin-top: .6rem; }
@media (max-width: 46rem) { .newest > li { grid-template-columns: minmax(0, 1fr); } }
.switch { display: inline-flex; border: 1px solid var(--line); border-radius: .4rem; overflow: clip; overflow-clip-margin: 4px; }
.switch a { padding: .2rem .7rem; text-decoration: none; color: var(--quiet); } .switch a + a { border-left: 1px solid var(--line); }
.switch a[aria-current] { background: var(--soft); color: var(--text); font-weight: 600; }
.row-head { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; } .row-head h2 { margin: 0; }
`;
