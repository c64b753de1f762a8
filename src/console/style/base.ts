/** Colours, type, the frame. */
export const BASE = `
:root { color-scheme: light dark; --back: light-dark(#f6f7f9, #0d1117); --card: light-dark(#fff, #151b23); --text: light-dark(#1b1f24, #e6edf3); --quiet: light-dark(#565f69, #9da7b3); --line: light-dark(#d8dee4, #2f363e); --soft: light-dark(#eef1f4, #1d242d); --link: light-dark(#0a58ca, #79b8ff); --good: light-dark(#176f31, #4cc263); --bad: light-dark(#b3261e, #ff8a82); --doubt: light-dark(#805200, #e6b645); --good-back: light-dark(#e5f4e9, #12291a); --bad-back: light-dark(#fdecea, #341a1a); --doubt-back: light-dark(#fdf3dc, #2d2410); --allowed: light-dark(#2f9e55, #3fa957); --denied: light-dark(#d1453b, #f07068); --undecided: light-dark(#d09a12, #dba93a); --exempted: light-dark(#6b7684, #9da7b3); --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", Menlo, monospace; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; background: var(--back); color: var(--text); }
main, .top { max-width: 84rem; margin: 0 auto; padding: 0 1.5rem; }
main { padding-bottom: 4rem; outline: none; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.0625rem; margin: 2rem 0 .6rem; font-weight: 650; }
h3 { font-size: .9375rem; margin: 1rem 0 .35rem; font-weight: 650; }
p { margin: .35rem 0; max-width: 72ch; }
ul, ol { list-style: none; margin: 0; padding: 0; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible, input:focus, input:focus-within { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus-visible { outline: none; }
code, pre, .id, kbd { font-family: var(--mono); font-size: .875em; }
code, .id { overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.quiet { color: var(--quiet); }
.small { font-size: .8125rem; }
.skip { position: absolute; left: -100vw; top: .5rem; padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; z-index: 2; }
.skip:focus { left: .5rem; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 2rem; padding-top: .9rem; padding-bottom: .5rem; }
.brand { font-weight: 700; letter-spacing: -.01em; color: var(--text); text-decoration: none; font-size: 1.0625rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem .25rem; }
nav a { display: block; padding: .3rem .6rem; border-radius: .4rem; color: var(--quiet); text-decoration: none; }
nav a:hover { background: var(--soft); color: var(--text); }
nav a[aria-current] { color: var(--text); background: var(--soft); font-weight: 600; }
.head { padding: 1.25rem 0 .25rem; border-top: 1px solid var(--line); }
.bare .head { border: 0; }
.lead { color: var(--quiet); margin: .35rem 0 0; max-width: 84ch; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1.1rem; margin: .75rem 0; }
.card > :first-child { margin-top: 0; } .card > :last-child { margin-bottom: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: .75rem; margin: .75rem 0; align-items: start; }
.columns > .card, .columns > div > :first-child { margin-top: 0; margin-bottom: 0; } .columns > div > .card { margin-bottom: 0; }
.columns.wide-left { grid-template-columns: minmax(0, 2fr) minmax(min(100%, 18rem), 1fr); }
dl { display: grid; grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr); gap: .3rem 1.25rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.notice { border: 1px solid var(--line); border-left: .25rem solid var(--quiet); background: var(--card); border-radius: .4rem; padding: .6rem .9rem; margin: .75rem 0; max-width: none; }
.notice.bad { border-left-color: var(--bad); } .notice.doubt { border-left-color: var(--doubt); } .notice.good { border-left-color: var(--good); }
.nothing { color: var(--quiet); padding: 1.25rem 0; }
[role=alert] { color: var(--bad); }
details > summary { cursor: pointer; } details[open] > summary { margin-bottom: .5rem; }
`;
