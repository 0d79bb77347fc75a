/** Quiet and readable, light and dark, narrow to wide; on paper only the text. */
export const STYLE = `:root { color-scheme: light dark; --ink: light-dark(#1d2733, #e6ebf0); --quiet: light-dark(#51606f, #a3b1bf); --paper: light-dark(#fbfaf8, #14181d); --card: light-dark(#fff, #1b2027); --line: light-dark(#dfe3e8, #323a44); --accent: light-dark(#0b5f86, #7cc4ea) }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 2 }
header { position: sticky; top: 0; z-index: 1; display: flex; gap: 1.5rem; align-items: center; justify-content: space-between; flex-wrap: wrap; padding: .7rem 1.5rem; background: var(--card); border-bottom: 1px solid var(--line) }
.home { font-weight: 650; text-decoration: none; color: var(--ink) }
search { position: relative; display: flex; gap: .6rem; align-items: center } search label { color: var(--quiet); font-size: .9rem }
input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: .35rem .7rem; width: min(20rem, 60vw) }
#results { position: absolute; top: 110%; right: 0; width: min(26rem, 90vw); max-height: 70vh; overflow: auto; margin: 0; padding: .4rem; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 8px 30px rgb(0 0 0 / .18) }
#results li { padding: .35rem .6rem } #results a { text-decoration: none; display: block }
.columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 82rem; margin: 0 auto }
nav { padding: 1.5rem 1rem; border-right: 1px solid var(--line); font-size: .92rem; position: sticky; top: 3.6rem; align-self: start; max-height: calc(100vh - 3.6rem); overflow: auto }
nav summary { font-weight: 600; cursor: pointer; padding: .25rem 0 } nav ul { list-style: none; margin: 0 0 .6rem; padding: 0 0 0 .8rem }
nav a { color: var(--quiet); text-decoration: none; display: block; padding: .12rem 0; overflow-wrap: anywhere } nav a:hover, nav a[aria-current] { color: var(--accent) } nav a[aria-current] { font-weight: 600 }
main { padding: 2rem 2.5rem 5rem; max-width: 58rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line) }
pre { background: light-dark(#f0f2f4, #0e1217); border: 1px solid var(--line); border-radius: 8px; padding: .7rem 1rem; overflow-x: auto } code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere } :not(pre) > code { background: light-dark(#eef0f2, #262d36); border-radius: 4px; padding: .05em .3em }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: .93rem; width: 100% } th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-bottom: 1px solid var(--line) } th { color: var(--quiet); font-weight: 600 }
li { margin: .15rem 0 } ol > li { margin: .6rem 0 }
@media (max-width: 54rem) { .columns { grid-template-columns: minmax(0, 1fr) } nav { position: static; max-height: none; border-right: 0; border-bottom: 1px solid var(--line) } main { padding: 1.5rem 1.2rem 4rem } }
@page { margin: 18mm 16mm }
@media print { :root { color-scheme: light } body { background: #fff; font-size: 10.5pt } header, nav, .skip { display: none } .columns { display: block } main { padding: 0; max-width: none } pre { white-space: pre-wrap } h2 { break-after: avoid } table, pre, ol > li { break-inside: avoid } }
`
