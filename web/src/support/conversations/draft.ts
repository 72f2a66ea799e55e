// What somebody writes is kept in their browser, by conversation: closing a tab, or going on to the next one, loses nothing.
import type { Kind } from './composing.ts'

/** A file that is there already, and goes out with it. `why`: what is odd about it. */
export type Attached = { id: string; name: string; bytes: number; why: string | null }
/** `seen`: the newest message, of the customer or of us, when the reply was begun. `mentions`: who is named in a note, by id. */
export type Draft = { text: string; seen: number; mentions: { id: string; name: string }[]; files: Attached[] }
export const isEmpty = ({ text, files }: Pick<Draft, 'text' | 'files'>) => text === '' && files.length === 0

const keyOf = (kind: Kind, conversation: number) => `leeward-${kind}/${conversation}`

export function readDraft(kind: Kind, conversation: number): Draft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(kind, conversation)) ?? 'null') as Partial<Draft> | null
    if (!kept || typeof kept.text !== 'string') return undefined
    const files = Array.isArray(kept.files) ? kept.files : []
    if (isEmpty({ text: kept.text, files })) return undefined
    return { text: kept.text, seen: typeof kept.seen === 'number' ? kept.seen : 0, mentions: Array.isArray(kept.mentions) ? kept.mentions : [], files }
  } catch {
    return undefined
  }
}

/** A full or forbidden store does not stop anybody from writing. */
export function keepDraft(kind: Kind, conversation: number, draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(keyOf(kind, conversation))
    else localStorage.setItem(keyOf(kind, conversation), JSON.stringify(draft))
  } catch {
    // Nothing is lost as long as the page stays.
  }
}

/** Only those whose name still stands in the text are told. */
export const mentionedIn = ({ text, mentions }: Draft): string[] => [...new Set(mentions.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id))]

/** What is typed after the last @ before the cursor, where it may become a name; undefined: nothing is being named. */
export function namingAt(text: string, cursor: number): { from: number; typed: string } | undefined {
  const from = text.lastIndexOf('@', cursor - 1)
  if (from < 0 || (from > 0 && !/[\s(]/.test(text[from - 1] as string))) return undefined
  const typed = text.slice(from + 1, cursor)
  return typed.length <= 40 && !/[\n@.,;:!?]/.test(typed) ? { from, typed } : undefined
}
