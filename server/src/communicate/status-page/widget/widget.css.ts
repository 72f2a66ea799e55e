/** The widget's whole style, in a tree of its own. A page sets the properties that begin with --leeward-; contrast is at least 4.5:1 as it ships, in both schemes. */
const dark =
  '--ink:var(--leeward-ink,#e8ecf3);--soft:var(--leeward-soft,#a5afc2);--paper:var(--leeward-paper,#10151f);--line:var(--leeward-line,#2a3344);--accent:var(--leeward-accent,#8ab8ff);--on-accent:var(--leeward-on-accent,#0b1526);--warn:var(--leeward-warn,#f2c063);--warn-paper:var(--leeward-warn-paper,#332509);--bad:var(--leeward-bad,#ff9d94);--bad-paper:var(--leeward-bad-paper,#3b1512);color-scheme:dark'

export const widgetStyle = `
:host{all:initial;display:block;--ink:var(--leeward-ink,#1a2233);--soft:var(--leeward-soft,#566074);--paper:var(--leeward-paper,#fff);--line:var(--leeward-line,#dde2ea);--accent:var(--leeward-accent,#1a56b8);--on-accent:var(--leeward-on-accent,#fff);--warn:var(--leeward-warn,#7a4900);--warn-paper:var(--leeward-warn-paper,#fff3dd);--bad:var(--leeward-bad,#a3211a);--bad-paper:var(--leeward-bad-paper,#fdeceb);color-scheme:light;font:var(--leeward-font,15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif)}
@media(prefers-color-scheme:dark){:host(:not([theme=light])){${dark}}}
:host([theme=dark]){${dark}}
*{box-sizing:border-box}[hidden]{display:none!important}p,h2,h3{margin:0;font:inherit;overflow-wrap:anywhere}strong,h2,h3{font-weight:650}
.row{display:flex;gap:.5rem 1rem;align-items:flex-start;padding:.6rem 1rem;color:var(--ink);background:var(--warn-paper);border-bottom:3px solid var(--warn)}
.row>div{flex:1;min-width:0}.row strong{color:var(--warn)}.row a{color:var(--ink)}.row.bad{background:var(--bad-paper);border-color:var(--bad)}.row.bad strong{color:var(--bad)}
a{color:var(--accent);font-weight:600;text-decoration:underline;display:inline-block;padding:2px 0}
button{font:inherit;font-weight:600;cursor:pointer;color:var(--ink);background:none;border:2px solid currentColor;border-radius:var(--leeward-radius,8px);padding:.2rem .7rem;min-height:32px;min-width:32px}
a:focus-visible,button:focus-visible,.panel:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.row a:focus-visible,.row button:focus-visible{outline-color:var(--ink)}
.help{position:fixed;inset-block-end:1rem;inset-inline-end:1rem;z-index:2147483000}
iframe{display:block;flex:1;width:100%;min-height:0;border:0;border-radius:var(--leeward-radius,8px);color-scheme:inherit}
.buttons{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:.5rem}
.toggle{background:var(--accent);color:var(--on-accent);border-color:var(--paper);padding:.5rem 1rem}
.panel{width:min(22rem,calc(100vw - 2rem));max-height:min(32rem,calc(100vh - 6rem));overflow:auto;margin-block-end:.6rem;padding:1rem;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:calc(var(--leeward-radius,8px) + 4px);box-shadow:0 6px 24px #0006}
.chat{display:flex;flex-direction:column;gap:.4rem;width:min(27rem,calc(100vw - 2rem));height:min(40rem,calc(100vh - 6rem));max-height:none}
.top{display:flex;justify-content:space-between;gap:1rem;align-items:flex-start}.panel h2{font-size:1.1em}.panel h3{margin-top:.2rem}.panel p{margin-top:.35rem}
.incident{border-top:1px solid var(--line);margin-top:.7rem;padding-top:.6rem}.soft{color:var(--soft)}.links{border-top:1px solid var(--line);margin-top:.8rem;padding-top:.5rem}.links a{margin-inline-end:1rem}
@media(max-width:30rem){.row{flex-wrap:wrap}}
@media print{:host{display:none}}
`
