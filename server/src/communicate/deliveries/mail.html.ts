// The HTML around a mail's text: tables that Outlook draws, colours for light and dark, one column on a phone; no image, nothing loaded from anywhere.
import { escaped, paragraphs } from '../frame/html.ts'

export type Page = {
  language: string
  title: string
  /** What a list of mails shows behind the subject. */
  preheader: string
  brand: string
  body: string
  /** Escaped, shown small under the line. */
  footer: string
}

export const htmlMail = ({ language, title, preheader, brand, body, footer }: Page): string => `<!doctype html>
<html lang="${language}" dir="ltr" xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="x-apple-disable-message-reformatting"><meta name="format-detection" content="telephone=no, date=no, address=no, email=no"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(title)}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>table{border-collapse:collapse}td,p,a,h1,li{font-family:Arial,sans-serif!important}</style><![endif]-->
<style>${styles}</style></head>
<body class="lw-page" style="margin:0;padding:0;width:100%;background-color:#eef1f5;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%">
<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;font-size:1px;line-height:1px;color:transparent">${escaped(preheader)}${'&#847;&zwnj;&nbsp;'.repeat(60)}</div>
<table role="presentation" class="lw-page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#eef1f5" style="background-color:#eef1f5"><tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" align="center"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;margin:0 auto">
<tr><td class="lw-ink" style="padding:0 4px 14px;${font};font-size:16px;font-weight:700;color:#1b2430">${escaped(brand)}</td></tr>
<tr><td class="lw-card lw-ink" bgcolor="#ffffff" style="padding:28px 28px 20px;background-color:#ffffff;border-radius:12px;${font};font-size:16px;line-height:1.5;color:#1b2430;word-break:break-word;overflow-wrap:anywhere">
${body}
</td></tr>
<tr><td class="lw-soft" style="padding:16px 4px 0;${font};font-size:13px;line-height:1.5;color:#51606f">${footer}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table></body></html>
`

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

// `data-ogsc` and `data-ogsb` is where Outlook's apps put what they made of colours in the dark.
const dark: [string, string][] = [
  ['.lw-page', 'background-color:#12161c!important'],
  ['.lw-card', 'background-color:#1c222b!important'],
  ['.lw-ink', 'color:#e9edf3!important'],
  ['.lw-soft', 'color:#b3bdc9!important'],
  ['.lw-link', 'color:#8fbcff!important'],
  ['.lw-must', 'border-color:#ff8a80!important'],
]
const styles = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.lw-card{padding:20px 16px 14px!important}.lw-button{width:100%!important}.lw-button a{display:block!important;text-align:center!important}}
@media (prefers-color-scheme:dark){${dark.map(([where, what]) => `${where}{${what}}`).join('')}}
${dark.map(([where, what]) => `[data-ogsc] ${where},[data-ogsb] ${where}{${what}}`).join('\n')}`

export const heading = (text: string, gap = 12) =>
  `<h1 class="lw-ink" style="margin:0 0 ${gap}px;font-size:21px;line-height:1.3;font-weight:700;color:#1b2430">${escaped(text)}</h1>`
export const soft = (text: string) => `<p class="lw-soft" style="margin:0 0 18px;color:#51606f">${escaped(text)}</p>`
export const plain = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`
export const strong = (text: string) => `<p style="margin:18px 0 8px;font-weight:700">${escaped(text)}</p>`
export const link = (href: string, label: string) =>
  `<a class="lw-link" href="${escaped(href)}" style="color:#1d5bb8;text-decoration:underline">${escaped(label)}</a>`

/** One part of the message under its label; what must be done now stands out. */
export const labelled = (label: string, text: string, must: boolean) =>
  `<div${must ? ' class="lw-must"' : ''} style="margin:0 0 16px${must ? ';border-left:4px solid #b3261e;padding-left:12px' : ''}"><p class="lw-soft" style="margin:0 0 2px;font-size:13px;font-weight:700;color:#51606f">${escaped(label)}</p>${paragraphs(text).replaceAll('<p>', '<p style="margin:0 0 6px">')}</div>`

/** A button that stays one where backgrounds and padding of links are ignored. */
export const button = (href: string, label: string, colour: string) =>
  `<table role="presentation" class="lw-button" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px"><tr><td bgcolor="${colour}" style="background-color:${colour};border-radius:8px;mso-padding-alt:13px 22px"><a href="${escaped(href)}" style="display:inline-block;padding:13px 22px;font-weight:700;color:#ffffff;text-decoration:none">${escaped(label)}</a></td></tr></table>`
