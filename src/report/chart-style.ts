/** The stylesheet of the charts. The page has the variables: --card --text --quiet --line --allowed --denied --undecided --exempted. */
export const CHART_STYLE = `
.chart { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; margin: .6rem 0; padding: .7rem 1rem; break-inside: avoid; }
.chart figcaption, .bars caption { font-weight: 600; text-align: left; }
.chart .plot { display: block; margin: .8rem 0 0 2.6rem; overflow: visible; width: calc(100% - 2.8rem); }
.chart .stretched { overflow: visible; }
.legend { display: flex; flex-wrap: wrap; font-size: .85rem; gap: .1rem 1rem; list-style: none; margin: .2rem 0; padding: 0; }
.tick { fill: var(--quiet); font: .75rem system-ui, sans-serif; }
.grid { stroke: var(--line); }
.base { stroke: var(--quiet); }
.line { fill: none; stroke: currentColor; stroke-width: 2; }
.mark { fill: currentColor; }
.area { fill: currentColor; opacity: .15; }
.mark.allowed, .line.allowed, .area.allowed { color: var(--allowed); }
.mark.denied, .line.denied, .area.denied { color: var(--denied); }
.mark.undecided, .line.undecided, .area.undecided { color: var(--undecided); }
.mark.exempted, .line.exempted, .area.exempted { color: var(--exempted); }
.mark.neutral, .line.neutral, .area.neutral { color: var(--quiet); }
.line.exempted { stroke-dasharray: 5 3; }
table.bars { border-collapse: collapse; margin: .6rem 0; width: 100%; }
.bars th { font-weight: normal; overflow-wrap: anywhere; text-align: left; }
.bars thead { color: var(--quiet); font-size: .85rem; }
.bars td.bar, .bars .bar { vertical-align: middle; }
.bars td, .bars th { padding: .2rem .6rem .2rem 0; }
.bars .ground { fill: var(--line); }
.bars .bar { min-width: 5rem; padding-right: 0; width: 40%; }
.bars th.number { text-align: right; }
.bars svg { display: block; }
.figures-of { font-size: .85rem; margin-top: .4rem; }
.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
@media print { .chart, .bars .mark, .bars .ground { print-color-adjust: exact; } .figures-of { display: none; } }
`;
