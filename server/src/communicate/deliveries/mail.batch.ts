// The mails of a batch: what they say and to whom, read once for all of them; one that cannot be written does not take the others with it.
import type { Message } from '@leeward/email'
import type { Deps } from '../../deps.ts'
import type { Claimed } from './deliveries.store.ts'
import { recipientsOf, updatesToSend } from './mail.store.ts'
import { writeMail } from './write-mail.ts'

/** By delivery: the mail, or why there is none. A mail is written when it is asked for. */
export async function mailsOf(deps: Deps, batch: Claimed[]): Promise<{ get: (id: number) => Message | { wrong: string } | undefined }> {
  const [updates, people] = await Promise.all([updatesToSend(deps, [...new Set(batch.map((row) => row.updateId))], true), recipientsOf(deps, batch)])
  const rows = new Map(batch.map((row) => [row.id, row]))
  const write = (row: Claimed): Message | undefined => {
    const found = updates.get(row.updateId)
    const person = people.get(row.id)
    if (!found || !person) return undefined
    return writeMail(deps, found, person, row)
  }
  return {
    get: (id) => {
      const row = rows.get(id)
      try {
        return row && write(row)
      } catch (error) {
        deps.log.error({ err: error, delivery: id }, 'a mail could not be written')
        return { wrong: 'this mail could not be written; the log has the details' }
      }
    },
  }
}
