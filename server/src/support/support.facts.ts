// What happens in a crisis moves its conversations, in the same transaction: promises, places, what is answered; and wakes who looks for more of them.
import { sql } from 'kysely'
import type { Db } from '../platform/database/connect.ts'
import type { Projections } from '../platform/events/engine.ts'
import { idOf, type Reactions } from '../platform/events/kinds.ts'
import { newId } from '../platform/ids.ts'
import { putInOrder, rebase } from './conversations/order.store.ts'
import { openStillBroken, type StillBroken } from './conversations/still-broken.store.ts'
import { startSending, textsOfUpdate } from './answers/answers.store.ts'

type OfCrisis = { crisisId: string; at: Date }
type Published = OfCrisis & { stream: string; final: boolean; direct?: boolean; audience?: string }

const inOrder = (tx: Db, crisisId: string) => putInOrder(tx, sql`c.crisis_id = ${crisisId} and c.state = 'open'`)

export const supportProjections: Projections = {
  SeverityChanged: (tx, { crisisId }: OfCrisis) => inOrder(tx, crisisId),
  CrisisClosed: async (tx, { crisisId, at }: OfCrisis) => {
    await sql`update answers set state = 'ended', ended_at = ${at} where crisis_id = ${crisisId} and state in ('sending', 'sent')`.execute(tx)
    await inOrder(tx, crisisId)
  },
  // What was said of the trouble is no answer any more once it is over, and the other way round.
  CrisisReopened: async (tx, { crisisId, at }: OfCrisis) => {
    await sql`
      with ended as (
        update answers set undone_at = ${at}, state = case state when 'waiting' then 'withdrawn' when 'withdrawn' then state else 'ended' end, ended_at = coalesce(ended_at, ${at})
         where crisis_id = ${crisisId} and kind = 'restored' and undone_at is null returning id)
      update reply_deliveries d set state = 'cancelled', changed_at = ${at}, reason = 'stopped', answer = 'the crisis was reopened' from ended where d.answer_id = ended.id and d.state in ('planned', 'deferred')`.execute(
      tx,
    )
  },
  FollowUpOpened: (tx, fact: StillBroken) => openStillBroken(tx, fact),
  UpdatePublished: async (tx, { crisisId, stream, final, at, direct, audience }: Published) => {
    if (direct || audience) return
    await rebase(tx, crisisId, at)
    if (final) await tellRestored(tx, crisisId, idOf(stream), at)
  },
}

const look = ({ crisisId }: OfCrisis) => [{ job: 'link-conversations', payload: { crisisId }, key: `link-conversations/${crisisId}` }]
export const supportReactions: Reactions = {
  CrisisDeclared: look,
  ScopeChanged: look,
  UpdatePublished: (fact: Published) => (fact.direct || fact.audience ? [] : look(fact)),
  ImpactAssessed: (fact: OfCrisis & { added: number }) => (fact.added > 0 ? look(fact) : []),
}

/** Everybody linked hears in their conversation that it works again, in the words of the update that says so; who got that update itself does not hear it twice. */
async function tellRestored(tx: Db, crisisId: string, updateId: string, at: Date): Promise<void> {
  const { rows } = await sql<{ practice: boolean; author: string; linked: boolean }>`
    select c.practice, u.author, exists (select from conversations o where o.crisis_id = c.id and o.link = 'linked') as linked from crises c join updates u on u.id = ${updateId} where c.id = ${crisisId}`.execute(
    tx,
  )
  const [crisis] = rows
  if (!crisis?.linked) return
  const texts = await textsOfUpdate(tx, crisisId, updateId)
  if (!texts) return
  const id = newId(at, crisis.practice)
  await sql`
    insert into answers (id, crisis_id, practice, kind, state, texts, hold, late, author, update_id, written_at, seal)
    values (${id}, ${crisisId}, ${crisis.practice}, 'restored', 'waiting', ${JSON.stringify(texts)}::jsonb, '{still-broken}', true, ${crisis.author}, ${updateId}, ${at}, sha256(convert_to(${JSON.stringify(texts)}, 'UTF8')))
    on conflict (update_id) where update_id is not null and kind = 'restored' do nothing`.execute(tx)
  await startSending(tx, id, crisisId, at)
}
