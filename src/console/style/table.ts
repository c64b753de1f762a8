/** Tables, which become cards on a phone; forms; the way from page to page. */
export const TABLE = `
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0; font-size: .875rem; border-spacing: 0; }
.frame { border: 1px solid var(--line); border-radius: .5rem; background: var(--card); margin: .75rem 0; } .frame > table { border: 0; margin: 0; background: none; }
th { text-align: left; font-weight: 600; font-size: .75rem; color: var(--quiet); padding: .5rem .75rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: .45rem .75rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; min-width: 0; }
tbody tr:first-child td { border-top: 0; }
tbody tr:hover { background: light-dark(#f8fafc, #19212b); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td .second { display: block; color: var(--quiet); font-size: .8125rem; }
.decisions { table-layout: fixed; } .decisions th:nth-child(1) { width: 10.2rem; } .decisions th:nth-child(2) { width: 13.4rem; } .decisions th:nth-child(4) { width: 9.5rem; } .decisions th:nth-child(5) { width: 11.5rem; }
.findings { table-layout: fixed; } .findings th:nth-child(1) { width: 8.5rem; } .findings th:nth-child(2) { width: 6rem; } .findings th:nth-child(3) { width: 30%; } .findings th:nth-child(5) { width: 7rem; } .findings th:nth-child(6) { width: 10.2rem; } .findings th:nth-child(7) { width: 9rem; }
td.when { white-space: nowrap; } td.tight { white-space: nowrap; width: 1%; }
.pages { display: flex; justify-content: space-between; gap: 1rem; margin: .75rem 0; }
form.filters { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); gap: .6rem .75rem; align-items: end; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; margin: .75rem 0; }
label { display: block; font-size: .75rem; font-weight: 600; color: var(--quiet); margin-bottom: .15rem; }
input, select, textarea, button, .button { font: inherit; font-size: .875rem; color: var(--text); background: var(--back); border: 1px solid light-dark(#8c959f, #6b7684); border-radius: .35rem; padding: .35rem .55rem; width: 100%; min-width: 0; max-width: 100%; }
input, select { height: 2.15rem; }
textarea { font-family: var(--mono); font-size: .8125rem; line-height: 1.5; resize: vertical; tab-size: 4; }
button, .button { width: auto; cursor: pointer; font-weight: 600; padding: .35rem 1rem; text-decoration: none; display: inline-block; background: var(--card); }
button.main { background: light-dark(#0a58ca, #1f5fbf); border-color: transparent; color: #fff; }
button:hover { filter: brightness(1.08); }
.buttons { display: flex; gap: .75rem; align-items: center; flex-wrap: wrap; }
@media (max-width: 46rem) {
	main, .top { padding-left: 1rem; padding-right: 1rem; }
	.top { padding-top: .6rem; } nav ul { gap: 0; margin-left: -.6rem; } nav a { padding: .3rem .55rem; }
	.columns.wide-left { grid-template-columns: minmax(0, 1fr); }
	table.cards, .cards tbody, .cards tr, .cards td { display: block; width: auto; }
	table.cards { border: 0; table-layout: auto; background: none; } .frame:has(> .cards) { border: 0; background: none; }
	.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
	.cards tr { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .6rem; padding: .5rem .2rem; }
	.cards td { border: 0; padding: .15rem .75rem; white-space: normal; text-align: left; display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem; }
	.cards td::before { content: attr(data-label); color: var(--quiet); font-size: .75rem; font-weight: 600; padding-top: .1rem; }
	.cards td:empty { display: none; } .cards td > * { grid-column: 2; }
	form.filters { grid-template-columns: repeat(2, minmax(0, 1fr)); } .filters .instant, .filters .buttons { grid-column: 1 / -1; }
	dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .5rem; }
}
`;
