// A text shortened to a number of messages, so that what matters at its end (a link) stays whole.
import { segments } from './segments.ts'

/**
 * The text and its suffix, in at most `most` messages; shortened at a word, with … (or three dots, where … would make every character cost double).
 * A suffix that is too long by itself is returned alone, and whole: half a link is none.
 */
export function fitted({ text, suffix = '', most }: { text: string; suffix?: string; most: number }): string {
  const limit = Math.max(1, Math.floor(most))
  const joined = (start: string) => (suffix && start ? `${start}${/^\s/.test(suffix) ? '' : ' '}${suffix}` : start || suffix.trimStart())
  const fits = (whole: string) => segments(whole).segments <= limit
  const body = text.trim()
  if (fits(joined(body))) return joined(body)

  // No more characters than these fit in any case; longer texts need not be looked at.
  const characters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(body.slice(0, limit * 160 + 1))].map((each) => each.segment)
  const cut = (count: number) => ended(characters.slice(0, count).join(''), suffix)
  let [few, many] = [0, characters.length]
  while (few < many) {
    const middle = Math.ceil((few + many) / 2)
    if (fits(joined(cut(middle)))) few = middle
    else many = middle - 1
  }
  const longest = characters.slice(0, few).join('')
  const atWord = /\s/.test(characters[few] ?? '') ? longest : longest.slice(0, longest.search(/\s\S*$/) + 1)
  // A language without spaces, or one long word: better cut inside it than lose half of what was said.
  const start = ended(atWord.length * 2 >= longest.length ? atWord : longest, suffix)
  return fits(joined(start)) ? joined(start) : suffix.trimStart()
}

function ended(start: string, suffix: string): string {
  const kept = start.replace(/[\s.,;:–—-]+$/u, '')
  if (!kept) return ''
  return `${kept}${segments(kept + suffix).encoding === 'gsm-7' ? '...' : '…'}`
}
