/** The looks of the reference, in its own file so that the page needs no inline style. */
export const referenceStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #12141a);
  --raised: light-dark(#f6f7f9, #1a1d25);
  --line: light-dark(#e2e5ea, #2c313c);
  --ink: light-dark(#171a21, #e8eaf0);
  --quiet: light-dark(#515866, #a3abba);
  --accent: light-dark(#2450d6, #8fa9ff);
  --get: light-dark(#1b6b3a, #7ed6a0);
  --post: light-dark(#2450d6, #8fa9ff);
  --patch: light-dark(#8a5200, #f0b866);
  --delete: light-dark(#b3261e, #ff9b94);
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr);
  background: var(--paper); color: var(--ink);
  font: 1rem/1.6 "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", sans-serif;
}
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem;
  background: var(--raised); border-right: 1px solid var(--line); font-size: .875rem;
}
nav .brand { margin: 0 .5rem 1rem; font-weight: 650; font-size: 1rem; }
nav h2 { margin: 1.25rem .5rem .25rem; font-size: .75rem; font-weight: 600; color: var(--quiet); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a {
  display: flex; gap: .5rem; align-items: baseline; padding: .3rem .5rem; border-radius: .4rem;
  color: inherit; text-decoration: none;
}
nav a:hover { background: var(--line); }
main { padding: 3rem clamp(1.25rem, 4vw, 4rem) 6rem; max-width: 84rem; outline: none; }
h1 { font-size: 2.25rem; line-height: 1.15; letter-spacing: -.02em; margin: 0 0 .5rem; }
h2 { font-size: 1.5rem; letter-spacing: -.01em; margin: 4rem 0 1rem; }
h3 { font-size: 1.15rem; margin: 0 0 .25rem; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h4 { font-size: .875rem; margin: 1.5rem 0 .5rem; color: var(--quiet); font-weight: 600; }
p, dd { max-width: 68ch; text-wrap: pretty; }
.lead { font-size: 1.2rem; color: var(--quiet); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
article { padding: 2rem 0; border-top: 1px solid var(--line); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2.5rem; align-items: start; }
.route { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; margin: 0 0 .75rem; }
.scope { color: var(--quiet); font-size: .875rem; }
.method { font: 600 .75rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
nav .method { min-width: 3.4rem; font-size: .6875rem; }
.GET { color: var(--get); } .POST { color: var(--post); } .PUT, .PATCH { color: var(--patch); } .DELETE { color: var(--delete); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .875em; }
:not(pre) > code { background: var(--raised); border: 1px solid var(--line); border-radius: .3rem; padding: .05em .3em; overflow-wrap: anywhere; }
pre { margin: 1rem 0; padding: 1rem; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: .6rem; line-height: 1.5; }
.columns pre { margin-top: 1.5rem; max-height: 28rem; }
details pre, .columns details pre { margin-top: .5rem; }
summary { cursor: pointer; font-size: .875rem; font-weight: 600; color: var(--quiet); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
td { overflow-wrap: anywhere; min-width: 6rem; }
th code { white-space: nowrap; }
thead th { color: var(--quiet); }
tr:target { background: var(--raised); }
tr:target th { box-shadow: inset 3px 0 var(--accent); padding-left: .5rem; }
.required { color: var(--delete); font-size: .75rem; }
.refusals { display: flex; flex-wrap: wrap; gap: .35rem; }
.refusals a { text-decoration: none; font-size: .8125rem; }
.facts { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .75rem 1rem; }
.facts dt { font-weight: 600; }
.facts dd { margin: 0; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; z-index: 1; background: var(--paper); padding: .5rem 1rem; }
@media (max-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 48rem) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding-top: 2rem; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: .25rem; }
  .facts dd { margin-bottom: .75rem; }
}
@media print { nav { display: none; } body { display: block; } }
`;
