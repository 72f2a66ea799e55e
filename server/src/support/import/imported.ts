// What an export says of a conversation, whichever desk it is of; what cannot be placed is refused with a sentence that says what to do.
import { instant, line, listed, text, told } from '../../detect/signals/forms/form.ts'

export type Person = {
  id: string
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  organization?: string | undefined
  staff?: boolean | undefined
}
/** `author`: by the desk's own number, where it names no name. `kind` is left out where only the author says it. */
export type ImportedMessage = {
  conversation: string
  id: string
  at: number
  kind?: 'in' | 'out' | 'note' | undefined
  open: boolean
  author?: string | undefined
  name?: string | undefined
  text?: string | undefined
  html?: string | undefined
}
export type ImportedConversation = {
  id: string
  subject: string
  state: 'open' | 'waiting' | 'closed' | 'snoozed'
  snoozedUntil?: number | undefined
  tags: string[]
  at: number
  lastAt: number
  channel: 'email' | 'chat' | 'social' | 'phone' | 'api'
  requester?: string | undefined
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  organization?: string | undefined
  messages: ImportedMessage[]
}
export type Read = { conversations: ImportedConversation[]; messages: ImportedMessage[]; people: Person[] }
export class Unplaceable extends Error {}

export const nothing = (): Read => ({ conversations: [], messages: [], people: [] })
const mostMessages = 5_000
export const mostText = 200_000

export const address = (value: unknown): string | undefined => {
  const found = line(value, 254)?.toLowerCase()
  return found && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(found) ? found : undefined
}
/** Seconds or milliseconds since 1970, or a time in words; what names no zone is UTC. */
export function timeOf(value: unknown): number | undefined {
  const numeric = typeof value === 'string' && /^\d{9,13}$/.test(value) ? Number(value) : value
  if (typeof numeric === 'number') return instant(numeric < 100_000_000_000 ? numeric * 1_000 : numeric)
  if (typeof numeric !== 'string') return undefined
  const bare = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?UTC)?$/.exec(numeric.trim())
  return instant(bare ? `${bare[1]}T${bare[2]}Z` : numeric)
}
/** As tags are here: small letters, and nothing that a tag may not hold. */
export const tagsOf = (value: unknown): string[] => {
  const given = typeof value === 'string' ? value.split(/[,;|]|\s+/) : listed(value, 200)
  const clean = given.flatMap(
    (each) =>
      line(each, 100)
        ?.toLowerCase()
        .replace(/[^\p{L}\p{N} _:-]+/gu, '-')
        .replace(/^[^\p{L}\p{N}]+/u, '')
        .slice(0, 50)
        .trim() || [],
  )
  return [...new Set(clean)].slice(0, 20).sort()
}

const ofZendesk: Record<string, ImportedConversation['state']> = {
  new: 'open',
  open: 'open',
  pending: 'waiting',
  hold: 'open',
  'on-hold': 'open',
  solved: 'closed',
  closed: 'closed',
  deleted: 'closed',
  archived: 'closed',
}
const ofChatwoot: Record<string, ImportedConversation['state']> = { open: 'open', pending: 'open', resolved: 'closed', snoozed: 'snoozed' }
/** @returns undefined for what is no state: nobody guesses whether a customer waits */
export const stateOf = (form: 'zendesk' | 'chatwoot', value: unknown): ImportedConversation['state'] | undefined => {
  const name = line(value, 40)?.toLowerCase() ?? ''
  const known = form === 'zendesk' ? ofZendesk : ofChatwoot
  return Object.hasOwn(known, name) ? known[name] : undefined
}

export function mustState(form: 'zendesk' | 'chatwoot', value: unknown): ImportedConversation['state'] {
  const found = stateOf(form, value)
  if (!found)
    throw new Unplaceable(`status: must be ${form === 'zendesk' ? 'new, open, pending, hold, solved or closed' : 'open, pending, resolved or snoozed'}.`)
  return found
}
export function mustId(value: unknown, what: string): string {
  const id = line(value, 80)
  if (!id || /[^\w.:@/-]/.test(id)) throw new Unplaceable(`${what}: must be the number that the desk gave it, or it would be imported twice.`)
  return id
}
export function mustTime(value: unknown, what: string): number {
  const at = timeOf(value)
  if (at === undefined) throw new Unplaceable(`${what}: must be a time such as 2030-01-31T09:30:00Z.`)
  return at
}
/** What one conversation holds, in its list; more than a bound is none. */
export function mustFew(value: unknown, field: string, mend: string): unknown[] {
  const given = listed(value, mostMessages + 1)
  if (given.length > mostMessages) throw new Unplaceable(`${field}: more than ${mostMessages} are no conversation. ${mend}`)
  return given
}
/** A person as a desk names them; each desk has its own name for the same things. */
export const personWith = (
  id: string,
  { name, email, phone, organization, staff }: Record<'name' | 'email' | 'phone' | 'organization', unknown> & { staff: boolean | undefined },
): Person => ({
  ...{ id, name: line(name, 200), email: address(email), phone: line(phone, 40), organization: line(organization, 80), staff },
})
/** The newest of what is known: when it began, or when somebody wrote last. */
export const lastOf = (at: number, messages: readonly ImportedMessage[]): number => Math.max(at, ...messages.map((each) => each.at))
export const words = (value: unknown) => text(value, mostText)
export { line, listed, told }
