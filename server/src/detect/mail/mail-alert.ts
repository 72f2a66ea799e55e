// A monitor that can only write mails: what its subject says is an alert, and a later one with the same subject ends it.
import { line, severity, signal, type Told } from '../signals/forms/form.ts'
import type { SettingsOf } from '../signals/source-settings.contract.ts'

/** Words for what is over are looked for first: “RESOLVED: problem on db1” is over. Neither: it is counted, and speaks for nothing. */
export function mailAlert(subject: string, body: string, { firing, resolved }: Pick<SettingsOf<'mail-alerts'>, 'firing' | 'resolved'>): Told {
  const title = line(subject, 300) ?? 'A mail without a subject'
  const words = wordsOf(title)
  const says = (any: readonly string[]) => any.some((phrase) => has(words, wordsOf(phrase)))
  const state = says(resolved) ? 'resolved' : says(firing) ? 'firing' : undefined
  const about = aboutOf(
    title,
    [...firing, ...resolved].toSorted((one, other) => other.length - one.length),
  )
  return signal({
    kind: 'alert',
    name: `mail.${about || 'alert'}`.slice(0, 200).toWellFormed(),
    alert: (about || 'alert').slice(0, 300).toWellFormed(),
    state,
    severity: words.map(severity).find((each) => each !== undefined && each !== 'info') ?? (state === 'firing' ? 'error' : undefined),
    title,
    body: body || undefined,
  })
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const has = (words: string[], wanted: string[]): boolean => wanted.length > 0 && words.some((_, at) => wanted.every((word, nth) => words[at + nth] === word))

/** `states`: the longest first. The subject without what changes from one mail to the next: the words for its state, numbers, times, “Re:”. */
function aboutOf(title: string, states: readonly string[]): string {
  let words = wordsOf(title.replace(/(?<![\p{L}\p{N}])[\d.,:/%+-]*\d[\d.,:/%]*(?![\p{L}\p{N}])/gu, ' '))
  for (const state of states) {
    const wanted = wordsOf(state)
    for (let at = words.length - wanted.length; at >= 0 && wanted.length > 0; at -= 1)
      if (wanted.every((word, nth) => words[at + nth] === word)) words = words.toSpliced(at, wanted.length)
  }
  return words.filter((word) => !changing.has(word)).join(' ')
}
const changing: ReadonlySet<string> = new Set([
  're',
  'fw',
  'fwd',
  'aw',
  'wg',
  'warning',
  'critical',
  'error',
  'info',
  'minor',
  'major',
  'high',
  'low',
  'status',
  'is',
  'now',
  'state',
])
