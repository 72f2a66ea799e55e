// A mail to ourselves, sent as those to customers are: from the brand's sender, signed with its key.
import type { Message } from '@leeward/email'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { domainOf } from '../../platform/email-address.ts'
import { signersOf } from '../senders/senders.store.ts'
import { proofSubject } from './proof.ts'

export async function proofMail(
  deps: Deps,
  { token, to }: { token: string; to: string | null },
): Promise<{ message: Message; proves: 'accepted' } | { wrong: string }> {
  if (!to) return { wrong: 'there is no address of ours that a test could go to' }
  const {
    rows: [brand],
  } = await sql<{ sender: string; name: string }>`select sender, sender_name as name from brands order by created_at limit 1`.execute(deps.db)
  if (!brand) return { wrong: 'there is no brand yet that mails could come from' }
  const domain = domainOf(brand.sender)
  const dkim = (await signersOf(deps, [domain])).get(domain)
  const text = 'This mail only shows that the way from Leeward to a mailbox works. Nobody needs to do anything.'
  const message: Message = {
    id: `<proof.${token}@${domain}>`,
    from: { name: brand.name, address: brand.sender },
    to,
    subject: proofSubject(token),
    text,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${proofSubject(token)}</title></head><body><p>${text}</p></body></html>`,
    headers: { 'X-Auto-Response-Suppress': 'All' },
    date: deps.clock(),
    ...(dkim ? { dkim } : {}),
  }
  return { message, proves: 'accepted' }
}
