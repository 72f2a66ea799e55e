// What somebody said to an account of ours, whichever network it was on; and what reading it gives.
import type { Trouble } from '../../detect/asked/ask.ts'

/** `id`: of the network, the same whoever reads it. `reference`: how an answer names it. `thread`: the same for all that belongs together; `direct`: of one person to us alone. */
export type Mention = {
  id: string
  reference: string
  person: string
  handle: string
  name: string | null
  thread: string
  root: string | null
  visibility: 'public' | 'unlisted' | 'private' | 'direct'
  text: string
  at: Date
  link: string | null
}
/** What stands in a conversation: whether it still stands there, as it did. */
export type Standing = { reference: string; text: string }
/** `gone`: references of what was deleted there; `standing`: of what still stands, with its words where they were changed. `more`: there is more to be read at once. `direct`: why direct messages are not read. */
export type Read<Place> =
  | {
      kind: 'well'
      mentions: Mention[]
      gone?: string[]
      standing?: (Standing | { reference: string })[]
      place: Place
      more?: boolean
      waitSeconds?: number | undefined
      direct?: string | null
      most?: number
    }
  | Trouble

export const isPublic = ({ visibility }: Pick<Mention, 'visibility'>): boolean => visibility === 'public' || visibility === 'unlisted'

/** What it is about, in a list: its first words, without whom they are addressed to. */
export function subjectOf(text: string): string {
  const words = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:[.]?@[\w.@-]+[\s:,]*)+/, '')
  return (words || text.trim()).slice(0, 80)
}
