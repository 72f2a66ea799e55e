// A spreadsheet of tickets: one on each row, under the names that the desks give their columns. It holds the first words only; messages come in JSON.
import { address, type ImportedConversation, line, mustId, mustState, mustTime, nothing, type Read, tagsOf, timeOf, Unplaceable, words } from './imported.ts'

const columns = {
  id: ['id', 'ticket id', 'ticket_id', 'conversation id', 'conversation_id', 'display id', 'display_id'],
  subject: ['subject', 'raw subject', 'title'],
  text: ['description', 'comment', 'body', 'content', 'message', 'first message'],
  status: ['status', 'state', 'ticket status'],
  email: ['requester email', 'requester_email', 'email', 'contact email', 'customer email'],
  name: ['requester', 'requester name', 'requester_name', 'contact', 'contact name', 'name', 'customer'],
  requester: ['requester id', 'requester_id', 'contact id', 'contact_id'],
  organization: ['organization', 'organization id', 'organization_id', 'account', 'account key'],
  tags: ['tags', 'labels', 'current tags'],
  at: ['created_at', 'created at', 'created', 'created date', 'requested'],
  lastAt: ['updated_at', 'updated at', 'updated', 'updated date', 'last activity at'],
} as const
type Column = keyof typeof columns
export type Header = Partial<Record<Column, number>>

/** Refuses a header without what a conversation needs. */
export function headerOf(fields: readonly string[]): Header {
  const names = fields.map((each) =>
    each
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase()
      .replace(/\s+/g, ' '),
  )
  const header = Object.fromEntries(
    Object.entries(columns).flatMap(([column, known]) => {
      const place = known.map((each) => names.indexOf(each)).find((each) => each >= 0)
      return place === undefined ? [] : [[column, place]]
    }),
  ) as Header
  const missing = (['id', 'status', 'at'] as const).filter((each) => header[each] === undefined)
  if (missing.length > 0)
    throw new Unplaceable(
      `The first line must name the columns, and ${missing.map((each) => `“${columns[each][0]}”`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Rename the column, or export it too.`,
    )
  return header
}

export function readRow(form: 'zendesk' | 'chatwoot', header: Header, fields: readonly string[]): Read {
  const of = (column: Column) => (header[column] === undefined ? undefined : fields[header[column]])
  const id = mustId(of('id'), 'id')
  const at = mustTime(of('at'), 'created_at')
  const said = words(of('text')) ?? words(of('subject'))
  const email = address(of('email')) ?? address(of('name'))
  if (of('email')?.trim() && !email) throw new Unplaceable('email: is no e-mail address. Write it as name@example.com, or leave it empty.')
  const conversation: ImportedConversation = {
    ...{ id, subject: line(of('subject'), 300) ?? line(said, 80) ?? `#${id}`, state: mustState(form, of('status')), tags: tagsOf(of('tags')) },
    ...{
      at,
      lastAt: Math.max(at, timeOf(of('lastAt')) ?? at),
      channel: email ? 'email' : 'api',
      requester: line(of('requester'), 40),
      name: line(of('name'), 200),
      email,
    },
    ...{
      organization: line(of('organization'), 200),
      messages: said ? [{ conversation: id, id: 'first', at, open: true, kind: 'in' as const, text: said }] : [],
    },
  }
  return { ...nothing(), conversations: [conversation] }
}
