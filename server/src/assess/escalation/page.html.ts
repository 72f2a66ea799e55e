// The shell of the pages behind our own people's links: no session, no script, readable on a phone in the dark.
import { style } from '../../communicate/status-page/page.css.ts'

export const personPage = (body: string, title = 'Leeward') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${style}
button{font:inherit;font-weight:650;padding:1rem 1.4rem;border-radius:10px;border:2px solid transparent;color:#fff;background:#1d5bb8;margin:.6rem 0;cursor:pointer}
button:focus-visible,textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}button.quietly{background:transparent;color:var(--ink);border-color:var(--soft)}
label{display:block;font-weight:600;margin-top:1rem}textarea{display:block;width:100%;font:inherit;margin-top:.3rem;background:transparent;color:inherit;border:1px solid var(--soft);border-radius:8px;padding:.6rem}
.read{overflow-wrap:anywhere}.findings{margin:.6rem 0;padding-left:1.2rem}.findings b{color:var(--bad)}.findings .warning b{color:var(--warn)}</style></head>
<body><main><h1>Leeward</h1>${body}</main></body></html>
`
