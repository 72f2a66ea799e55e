// The pages of the chat and of the form to write to us. They work without a script; with one new messages come by themselves.
import { escaped, paragraphs } from '../../communicate/frame/html.ts'
import { frame, languageOf, put } from '../../communicate/frame/strings.ts'
import { style } from '../../communicate/status-page/page.css.ts'
import { timeTag } from '../../communicate/status-page/page.shell.ts'
import type { Sentence, Source } from '../assistant/material.ts'
import { largestAttachment, ofCustomer } from '../files/files.ts'
import type { ChatMessage, ChatView } from './chat.contract.ts'
import { fileWords } from './file-words.ts'
import { chatWords } from './chat.words.ts'
import { whichWay } from './hand-over-words.ts'
import { validDays } from './chat.links.ts'

export type Around = { brand: string; locale: string; timeZone: string }

/** `kept`: under which a frame on another page remembers its chat; empty: it does not. */
type Kept = Around & { kept: string }

/** @param away that nobody is here, and from when on somebody is; empty while somebody is. @param as who is signed in on the page that this stands in */
export function startPage(at: Kept, id: string, away = '', as = ''): string {
  const words = chatWords(at.locale)
  return shell(
    at,
    words.chat,
    `<h2>${words.chat}</h2><p>${escaped(words.hello)}</p>${away ? `<p class="state-line" role="status">${escaped(away)}</p>` : ''}
<form class="write" method="post" enctype="multipart/form-data" data-kept="${escaped(at.kept)}"><input type="hidden" name="id" value="${id}">${as ? `<input type="hidden" name="as" value="${escaped(as)}">` : ''}${trap}
<label for="text">${words.question}</label><textarea id="text" name="text" rows="4" maxlength="4000" required></textarea>${filesField(at.locale)}
${
  as
    ? ''
    : `<label for="name">${words.name}</label><input id="name" name="name" maxlength="100" autocomplete="name">
`
}<label for="email">${words.email}</label><input id="email" name="email" type="email" maxlength="254" autocomplete="email" aria-describedby="why"><p class="quiet" id="why">${words.emailWhy}</p>
<button>${words.start}</button> <button name="person" value="yes">${words.person}</button></form>${script}`,
  )
}

/** Works by itself; the script adds that files are dropped and pasted, named with their size, and taken out again. */
function filesField(locale: string): string {
  const words = fileWords(locale)
  const said = (text: string) => escaped(put(text, { most: ofCustomer.most, each: mb(largestAttachment), together: mb(ofCustomer.together) }))
  const told = (['takeOut', 'sending', 'tooMany', 'tooLarge', 'tooHeavy', 'notSent'] as const)
    .map((name) => ` data-${name.toLowerCase()}="${said(words[name])}"`)
    .join('')
  return `<div class="files" data-most="${ofCustomer.most}" data-each="${largestAttachment}" data-together="${ofCustomer.together}"${told}><label for="files">${words.attach}</label><input id="files" name="files" type="file" multiple aria-describedby="limits"><p class="quiet" id="limits">${said(words.limits)}</p><ul aria-label="${words.files}" hidden></ul><p class="state-line" role="alert"></p></div>`
}
const mb = (bytes: number) => bytes / 1_000_000
const script = '<script src="/chat.js" defer></script>'

/** Machines fill in every field; people do not see this one. */
const trap = '<div class="trap" aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></div>'

export function chatPage(at: Kept, token: string, id: string, { messages, state }: ChatView): string {
  const words = chatWords(at.locale)
  const base = `/chat/${token}`
  const stands = [
    state.with === 'person' ? words.withPerson : state.with === 'closed' ? words.closed : (state.says ?? ''),
    state.with === 'queue' && !state.email ? whichWay({ locale: at.locale, email: null }) : '',
  ]
  return shell(
    at,
    words.chat,
    `<h2>${words.chat}</h2><div id="chat" role="log" aria-live="polite" data-kept="${escaped(at.kept)}" data-from="${base}" data-after="${messages.at(-1)?.id ?? 0}">${messages.map((message) => messageHtml(message, at, token)).join('')}</div>
<p class="state-line" id="state" role="status">${escaped(stands.filter(Boolean).join(' '))}</p>
<form class="write" method="post" action="${base}/messages" enctype="multipart/form-data" id="write"><input type="hidden" name="id" value="${id}"><label for="text">${words.message}</label><textarea id="text" name="text" rows="3" maxlength="4000"></textarea>${filesField(at.locale)}<button>${words.send}</button></form>
${state.with === 'assistant' ? `<form class="write" method="post" action="${base}/person" id="person"><button>${words.person}</button></form>` : ''}
${state.email ? '' : `<form class="write" method="post" action="${base}/email" id="address"><label for="email">${words.emailNeeded}</label><input id="email" name="email" type="email" maxlength="254" required autocomplete="email" aria-describedby="why"><p class="quiet" id="why">${words.emailWhy}</p><button>${words.keep}</button></form>`}
<p class="quiet"><a href="${base}">${words.reload}</a></p><p class="quiet" id="alone" hidden><a href="${base}" target="_blank" rel="noopener">${frame(at.locale).widgetChatAlone}</a></p><p class="quiet">${escaped(put(words.askMail, { days: validDays }))}</p>${script}`,
  )
}

export function messageHtml(message: ChatMessage, at: Around, token: string): string {
  const words = chatWords(at.locale)
  const who = message.from === 'customer' ? words.you : message.from === 'person' ? (message.name ?? at.brand) : words.assistant
  const body = message.sentences.length > 0 ? saidFrom(message.sentences, message.sources, at.locale) : paragraphs(message.text)
  return `<article class="said said-${message.from}"><h3>${escaped(who)} ${timeTag(at, new Date(message.at))}</h3>${body}${filesHtml(message.files, at.locale, token)}${message.mailed ? `<p class="quiet">${words.mailed}</p>` : ''}</article>`
}

/** Links that open for whoever holds the link of this chat, and for nobody else. */
function filesHtml(files: ChatMessage['files'], locale: string, token: string): string {
  if (files.length === 0) return ''
  const words = fileWords(locale)
  const rows = files.map(({ id, name, bytes, kept }) =>
    kept
      ? `<li><a href="/chat/${token}/files/${id}" download>${escaped(name)}</a> <span class="quiet">${sizeOf(bytes)}</span></li>`
      : `<li>${escaped(name)} <span class="quiet">${words.refused}</span></li>`,
  )
  return `<ul class="attached" aria-label="${words.files}">${rows.join('')}</ul>`
}
const sizeOf = (bytes: number) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

type ShownSource = Pick<Source, 'title' | 'url'>
/** Sentences with the number of their source behind each, and the sources below. */
export function saidFrom(sentences: readonly Sentence[], sources: readonly ShownSource[], locale: string): string {
  const said = sentences.map(({ text, source }) => `${escaped(text)} <sup>${source + 1}</sup>`).join(' ')
  const from = sources
    .map(({ title, url }) => `<li>${url && /^https?:\/\//.test(url) ? `<a href="${escaped(url)}">${escaped(title)}</a>` : escaped(title)}</li>`)
    .join('')
  return `<p>${said}</p><div class="from"><h4>${chatWords(locale).sources}</h4><ol>${from}</ol></div>`
}

export function contactPage(at: Around, id: string): string {
  const words = chatWords(at.locale)
  return shell(
    at,
    words.contact,
    `<h2>${words.contact}</h2><form class="write" method="post" enctype="multipart/form-data"><input type="hidden" name="id" value="${id}">${trap}
<label for="email">${words.emailNeeded}</label><input id="email" name="email" type="email" maxlength="254" required autocomplete="email">
<label for="name">${words.name}</label><input id="name" name="name" maxlength="100" autocomplete="name">
<label for="subject">${words.subject}</label><input id="subject" name="subject" maxlength="200" required>
<label for="text">${words.message}</label><textarea id="text" name="text" rows="8" maxlength="20000" required></textarea>${filesField(at.locale)}<button>${words.send}</button></form>${script}`,
  )
}

export const saidPage = (at: Around, sentence: string) =>
  shell(at, chatWords(at.locale).contact, `<p class="state state-none" role="status">${escaped(sentence)}</p>`)
export const gonePage = () =>
  shell({ brand: 'Leeward', locale: 'en', timeZone: 'Etc/UTC' }, 'Chat', `<p class="state state-minor">${escaped(chatWords('en').gone)}</p>`)

/** What was refused, and what to do, to somebody who reads it in a browser. */
export function problemPage(locale: string, { status, detail }: { status: number; detail: string }): string {
  const words = fileWords(locale)
  const sentence =
    status === 413
      ? put(words.bodyTooLarge, { together: mb(ofCustomer.together) })
      : status === 429
        ? words.busy
        : status === 400 || status === 422
          ? words.wrong
          : ''
  const inEnglish = languageOf(locale) === 'en' || sentence === '' || status === 400 || status === 422
  return shell(
    { brand: 'Leeward', locale, timeZone: 'Etc/UTC' },
    chatWords(locale).contact,
    `<div class="state state-minor" role="alert">${sentence ? `<p>${escaped(sentence)}</p>` : ''}${inEnglish && status !== 413 ? `<p lang="en">${escaped(detail)}</p>` : ''}</div>`,
  )
}

const shell = ({ brand, locale }: Around, title: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(title)} · ${escaped(brand)}</title><style>${style}${chatStyle}</style></head><body><main><h1>${escaped(brand)}</h1>${body}</main></body></html>
`

export const chatStyle = `.write{margin:1rem 0}.write label{display:block;font-weight:600;margin:.7rem 0 .2rem}.write input:not([type=hidden]),.write textarea{display:block;width:100%;font:inherit;padding:.6rem .7rem;background:transparent;color:inherit;border:1px solid var(--soft);border-radius:8px}.write button{font:inherit;font-weight:650;padding:.6rem 1rem;margin:.7rem .5rem 0 0;min-height:44px;border-radius:10px;border:2px solid var(--link);background:transparent;color:var(--link);cursor:pointer}
.write input:focus-visible,.write textarea:focus-visible,.write button:focus-visible{outline:3px solid var(--link);outline-offset:2px}.trap{position:absolute;left:-9999px;height:1px;overflow:hidden}.said{border:1px solid var(--line);border-radius:10px;padding:.7rem .9rem;margin:.7rem 0;overflow-wrap:anywhere}.said-customer{margin-left:2rem;background:var(--calmbg)}.said-person{border-left:5px solid var(--good)}.from ol{margin:.2rem 0 0;padding-left:1.4rem;font-size:.9rem}.state-line{font-weight:600}[data-framed] main{padding:0 .25rem 1rem}[data-framed] h1{font-size:1.1rem}.state-line:empty{display:none}.write .files input[type=file]{border-style:dashed;padding:.5rem}.files[data-over] input[type=file]{outline:3px solid var(--link)}.files ul,.attached{list-style:none;padding:0;margin:.4rem 0 0}.files li,.attached li{padding:.2rem 0;overflow-wrap:anywhere}.write .files li button{padding:.1rem .5rem;margin:0 0 0 .5rem;min-height:32px;min-width:32px}.attached a{font-weight:600}`
