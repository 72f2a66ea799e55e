// One imported conversation as the rows that it becomes: who wrote what, since when its customer waits, what was read in their newest words.
import { plainHtml } from '../../detect/asked/plain-html.ts'
import { factsOfText } from '../conversations/facts-of-text.ts'
import { mailHtml } from '../conversations/mail/mail-html.ts'
import type { Found } from '../desks/people.store.ts'
import type { ImportedConversation, ImportedMessage } from './imported.ts'

export type Known = ReadonlyMap<string, { staff: boolean | null; name: string | null }>
export const subjectsOf = ({ messages }: Pick<ImportedConversation, 'messages'>): string[] => messages.flatMap(({ author }) => author ?? [])

/** A public word of the one who asked, or of somebody who is no colleague, is the customer's. */
export function kindOf({ kind, author, open }: ImportedMessage, requester: string | undefined, known: Known): 'in' | 'out' | 'note' {
  if (kind) return kind
  if (!open) return 'note'
  if (author === undefined || author === requester) return 'in'
  return known.get(author)?.staff === false ? 'in' : 'out'
}

export type Placed = ReturnType<typeof rowOf>
/** @returns the row; times as in JSON */
export function rowOf(system: string, item: ImportedConversation, who: Found, known: Known, now: Date) {
  const email = item.email ?? who.email
  const said = item.messages.map((message) => ({ ...message, kind: kindOf(message, item.requester, known) })).toSorted((one, other) => one.at - other.at)
  const asked = said.filter(({ kind }) => kind === 'in').at(-1)
  const answered = said.find(({ kind }) => kind === 'out')
  const { language, mood, reasons } = factsOfText(item.subject, asked ? wordsOf(asked) : '')
  const time = (at: number | undefined) => (at === undefined ? null : new Date(Math.min(at, now.getTime())).toISOString())
  // Put off until a day that has come: it waits for us.
  const state = item.state === 'snoozed' && (item.snoozedUntil ?? 0) <= now.getTime() ? ('open' as const) : item.state
  return {
    ...{
      external: item.id,
      channel: item.channel,
      accountId: who.accountId,
      contactId: who.contactId,
      writer: item.name ?? who.name,
      subject: item.subject.slice(0, 300) || '–',
    },
    address: (email ?? item.phone ?? who.phone ?? (item.requester ? `${system}/${item.requester}` : `${system}/#${item.id}`)).slice(0, 320),
    ...{ language, mood, reasons, state, tags: item.tags },
    ...{
      openedAt: time(item.at),
      lastAt: time(item.lastAt),
      waitingSince: state === 'open' ? time(asked?.at ?? item.at) : null,
      answeredAt: time(answered?.at),
    },
    ...{
      closedAt: state === 'closed' ? time(item.lastAt) : null,
      snoozedUntil: state === 'snoozed' ? new Date(item.snoozedUntil as number).toISOString() : null,
    },
  }
}

/** HTML is made harmless before it is kept; who wrote among us stays as the name that the desk gave. */
export const messageRows = (
  system: string,
  { requester, messages }: Pick<ImportedConversation, 'messages'> & { requester?: string | undefined },
  known: Known,
) =>
  messages.map((message) => {
    const html = message.html === undefined ? undefined : mailHtml(message.html)
    return {
      ...{ conversation: message.conversation, kind: kindOf(message, requester, known), at: new Date(message.at).toISOString(), text: wordsOf(message) },
      author: (message.name ?? (message.author === undefined ? undefined : known.get(message.author)?.name) ?? null)?.slice(0, 200) ?? null,
      html: html ? html.written + html.quoted : null,
      external: externalOf(system, message.conversation, message.id),
    }
  })

const wordsOf = ({ text, html }: ImportedMessage): string => text ?? (html === undefined ? '' : plainHtml(html))
/** How a message of a desk is known here, however it came. */
export const externalOf = (system: string, conversation: string, message: string) => `${system}/${conversation}/${message}`
