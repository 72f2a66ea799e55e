// One update as a notice in the customer's app: what to do and when we write again, in the reader's language; and the same as the banner that the app shows.
import { escaped, shownTime } from '../frame/html.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import type { Parts } from '../updates/updates.contract.ts'
import type { InAppNotice } from './in-app.contract.ts'
import { noticeStyle } from './in-app.script.ts'

type Told = { id: number | string; phase: InAppNotice['phase']; parts: Parts; nextUpdateAt: Date | null; locale: string; timeZone: string; url: string }

export function noticeOf({ id, phase, parts, nextUpdateAt, locale, timeZone, url }: Told): InAppNotice {
  const [words, language] = [frame(locale), languageOf(locale)]
  return {
    id: String(id),
    phase,
    phaseText: words[phase],
    title: parts.title,
    must: parts.must ?? null,
    can: parts.can ?? null,
    workaround: parts.workaround ?? null,
    next: nextUpdateAt ? put(words.nextUpdate, { time: shownTime(nextUpdateAt, language, timeZone) }) : null,
    nextUpdateAt: nextUpdateAt?.toISOString() ?? null,
    url,
    language,
  }
}

/** As the script draws it: in a tree of its own above the page, without a script. */
export function noticePage(notice: InAppNotice): string {
  const { phase, phaseText, title, must, workaround, can, next, url, language } = notice
  const lines = [must, workaround || can, next].filter((line): line is string => Boolean(line))
  return `<!doctype html><html lang="${escaped(language)}"><meta charset="utf-8"><title>${escaped(title)}</title><body style="margin:0;background:#f4f5f7"><leeward-notice><template shadowrootmode="open"><style>${noticeStyle}</style><section class="${phase}" lang="${escaped(language)}"><div><p><strong>${escaped(`${phaseText}: ${title}`)}</strong></p>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}<p><a href="${escaped(url)}">→ ${escaped(new URL(url).host)}</a></p></div><button aria-label="Close">✕</button></section></template></leeward-notice></body></html>`
}
